// The law of many at once: each task compares its partition with a model of it.
import type { Action, Change, CommitResult, Entry, Expect } from '../store.js';
import { absent, any, asRead, atOnce, bytes, giveWay, MAX_LIST_LIMIT, numbers, Random, type Bench, type Handle } from './bench.js';
import { Finding, same } from './finding.js';

const TASKS = 16;
const STEPS = 40;
const KEYS = 6;

export async function tasks(bench: Bench): Promise<void> {
  await atOnce(numbers(TASKS).map((number) => () => new Task(bench, number).run()));
}

class Task {
  readonly #handles: readonly [Handle, Handle];
  readonly #prefix: string;
  readonly #keys: readonly string[];
  readonly #random: Random;
  /** What must be there; nobody else writes here. */
  readonly #model = new Map<string, Entry>();

  constructor(bench: Bench, number: number) {
    const partition = `-task${number}`;
    this.#handles = [bench.first, bench.second];
    this.#prefix = bench.key('', partition);
    this.#keys = numbers(KEYS).map((key) => bench.key(String(key), partition));
    this.#random = new Random(number);
  }

  async run(): Promise<void> {
    for (const step of numbers(STEPS)) {
      const changes = this.#changes();
      const expected = changes.every((change) => this.#holds(change)) ? 'committed' : 'conflict';
      const seen = await this.#handle(step).commit(...changes);
      same('the outcome of a commit by the only writer of its partition', seen, expected);
      await giveWay(this.#random);
      await this.#compare(changes, expected);
    }
    await this.#handle(0).settledList(this.#prefix, undefined, MAX_LIST_LIMIT, [...this.#model.keys()].sort());
  }

  #handle(number: number): Handle {
    return number % 2 === 0 ? this.#handles[0] : this.#handles[1];
  }

  /** Changes of some keys, most of which expect what is there. */
  #changes(): Change[] {
    const keys = [...this.#keys];
    return numbers(1 + this.#random.below(3)).map(() => {
      const [key = ''] = keys.splice(this.#random.below(keys.length), 1);
      return { key, expect: this.#expect(key), action: this.#action() };
    });
  }

  #expect(key: string): Expect {
    const chance = this.#random.below(10);
    if (chance === 0) return absent;
    return chance < 4 ? any : asRead(this.#model.get(key));
  }

  #action(): Action {
    const chance = this.#random.below(4);
    if (chance === 0) return { kind: 'keep' };
    return chance === 1 ? { kind: 'delete' } : { kind: 'put', value: bytes(String(this.#random.below(2 ** 32))) };
  }

  #holds({ key, expect }: Change): boolean {
    const found = this.#model.get(key);
    if (expect.kind === 'any') return true;
    return expect.kind === 'absent' ? found === undefined : found?.version === expect.version;
  }

  /** Reads everything, compares it with the model, and takes over the versions that the commit made. */
  async #compare(changes: readonly Change[], outcome: CommitResult): Promise<void> {
    const found = await this.#handle(this.#random.below(2)).get(this.#keys);
    for (const [index, key] of this.#keys.entries()) {
      const change = outcome === 'committed' ? changes.find((change) => change.key === key) : undefined;
      compare(change?.action, found[index], this.#model.get(key));
      const now = found[index];
      if (now === undefined) this.#model.delete(key);
      else this.#model.set(key, now);
    }
  }
}

function compare(action: Action | undefined, found: Entry | undefined, before: Entry | undefined): void {
  if (action?.kind === 'delete') return same('what was deleted', found, undefined);
  if (action?.kind !== 'put') return same('what no commit changed', found, before);
  same('what was put', found?.value, action.value);
  if (found?.version === before?.version) throw new Finding('a new version by a put', `\`${found?.version}\` again`);
}
