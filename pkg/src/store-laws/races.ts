// Laws of commits at once.
import type { Expect } from '../store.js';
import { absent, any, asRead, atOnce, bytes, giveWay, keep, numbers, put, Random, textOf, type Bench, type Handle } from './bench.js';
import { ensure, Finding, same } from './finding.js';

const TASKS = 8;
const INCREMENTS = 20;
/** Each conflict of a task is a success of another, so that this many mean that there is no way through. */
const MOST_ATTEMPTS = 10_000;
/** How often two commits are let loose on each other, of each kind. */
const PAIRS = 40;

export async function noLostUpdate(bench: Bench): Promise<void> {
  const key = bench.key('number');
  const tasks = numbers(TASKS).map((number) => () => increment(number, bench.handle(number), key));
  const unknown = (await atOnce(tasks)).reduce((sum, one) => sum + one);
  const { number: sum } = await numberAt(bench.first, key);
  const answered = TASKS * INCREMENTS - unknown;
  someDecided(answered);
  const expected = `${answered} increments that were committed, and up to ${unknown} whose outcome is unknown`;
  ensure(sum >= answered && sum <= answered + unknown, expected, `a sum of ${sum}`);
}

/** Increments until each increment is committed; answers how many ended unknown. */
async function increment(task: number, store: Handle, key: string): Promise<number> {
  const random = new Random(task);
  let unknown = 0;
  for (let done = 0; done < INCREMENTS; done += 1) {
    for (let attempts = 0; ; attempts += 1) {
      ensure(attempts < MOST_ATTEMPTS, 'a commit with the version that was just read to succeed in the end', `${attempts} conflicts`);
      const { number, expect } = await numberAt(store, key);
      await giveWay(random);
      const outcome = await store.tryCommit(put(key, expect, bytes(String(number + 1))));
      if (outcome === 'conflict') continue;
      if (outcome === undefined) unknown += 1;
      break;
    }
  }
  return unknown;
}

async function numberAt(store: Handle, key: string): Promise<{ readonly number: number; readonly expect: Expect }> {
  const found = await store.getOne(key);
  const text = textOf(found) ?? '0';
  if (!/^\d+$/.test(text)) throw new Finding('the number that was put', `\`${text}\``);
  return { number: Number(text), expect: asRead(found) };
}

export async function oneCreator(bench: Bench): Promise<void> {
  let decided = 0;
  for (const key of bench.keys('created', 20)) {
    const create = (number: number) => async () => {
      await Promise.resolve();
      return bench.handle(number).tryCommit(put(key, absent, bytes(String(number))));
    };
    const outcomes = await atOnce(numbers(TASKS).map(create));
    const winners = numbers(TASKS).filter((number) => outcomes[number] === 'committed');
    const sure = !outcomes.includes(undefined);
    ensure(winners.length === 1 || (winners.length === 0 && !sure), 'one creator', `${winners.length} creators`);
    if (winners.length === 1) same('the value of the one creator', textOf(await bench.first.existing(key)), String(winners[0]));
    decided += winners.length;
  }
  someDecided(decided);
}

/**
 * Two commits, each of which checks what the other changes: whichever comes second must conflict. Where both check that nothing is there, there is no row that a store
 * could hold for them; that alone tells repeatable reads from one order of all.
 */
export async function oneInstant(bench: Bench): Promise<void> {
  const [one, other] = [bench.key('one'), bench.key('other')];
  let decided = 0;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await bench.first.putAll([one, other]);
    const expects = [asRead(await bench.first.existing(one)), asRead(await bench.second.existing(other))] as const;
    decided += await oneOfTwo(bench, 'there', [one, other], expects);
    const fresh = bench.keys(`pair${pair}-`, 2) as [string, string];
    decided += await oneOfTwo(bench, 'absent', fresh, [absent, absent]);
  }
  someDecided(decided);
}

/** How many of the two were committed: none only where the store did not say what became of one. */
async function oneOfTwo(bench: Bench, state: string, [one, other]: [string, string], [expectOne, expectOther]: readonly [Expect, Expect]): Promise<number> {
  const commit = (number: number, checked: string, expect: Expect, changed: string) => async () => {
    await Promise.resolve();
    return bench.handle(number).tryCommit(keep(checked, expect), put(changed, any, bytes('changed')));
  };
  const outcomes = await atOnce([commit(0, one, expectOne, other), commit(1, other, expectOther, one)]);
  const committed = outcomes.filter((outcome) => outcome === 'committed').length;
  const expected = `of two commits that each change what the other checks to be ${state}, one`;
  ensure(committed === 1 || (committed === 0 && outcomes.includes(undefined)), expected, `${committed} committed`);
  return committed;
}

/** Outcomes that are all unknown prove nothing. */
function someDecided(decided: number): void {
  ensure(decided > 0, 'some commits of a race to succeed', 'none did');
}
