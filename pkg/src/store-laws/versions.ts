// Laws of versions: none that a key had comes again, not even after a backup was restored.
import type { Awaitable, Change, Store } from '../store.js';
import { absent, any, asRead, Bench, bytes, called, Handle, numbers, put, remove } from './bench.js';
import { ensure, Finding, same, shown } from './finding.js';

const FAR = 253_402_300_799;
/** More after the restore than were lost by it, so that a counter that was set back passes every lost version. */
const LOST = 20;
const AFTER = 60;

export async function newAtEveryPut(bench: Bench): Promise<void> {
  const [key, beside] = [bench.key('written'), bench.key('beside')];
  const past = new Past(key);
  for (const round of numbers(60)) {
    const store = bench.handle(round);
    const expect = round % 3 === 0 && round > 0 ? asRead(await store.existing(key)) : any;
    const changes = [put(key, expect, bytes('the same'), round % 4 === 0 ? FAR : undefined)];
    if (round % 2 === 0) changes.push(put(beside, any, bytes('the same')));
    await store.mustCommit(...changes);
    await past.add(store);
    await stays(bench, key, beside);
    if (round % 5 === 4) {
      await store.delete(key);
      await bench.handle(round + 1).mustCommit(put(key, absent, bytes('the same')));
      await past.add(store);
    }
    if (round % 7 === 6) await past.conflict(store);
  }
}

/** `backup` copies the data of `store`; `restore` opens what that copy held. */
export async function restored(store: Store, backup: () => Awaitable<void>, restore: () => Awaitable<Store>): Promise<void> {
  const bench = new Bench(store, store);
  const past = new Past(bench.key('restored'));
  await bench.first.put(past.key, bytes('the same'));
  await past.add(bench.first);
  await called(backup);
  for (let put = 0; put < LOST; put += 1) await past.putAgain(bench.first);

  const after = new Handle(await called(restore));
  for (let put = 0; put < AFTER; put += 1) await past.putAgain(after);
  await past.conflict(after);
  await after.delete(past.key);
  await after.put(past.key, bytes('the same'));
  await past.add(after);
}

/** Reading, and writing elsewhere, change no version. */
async function stays(bench: Bench, key: string, beside: string): Promise<void> {
  const before = await bench.first.existing(key);
  await bench.first.put(beside, bytes('elsewhere'));
  same('the version, after a put elsewhere', await bench.second.existing(key), before);
}

/** Every version that a key had, in order; the last may be the one it has. */
class Past {
  readonly key: string;
  readonly #versions: string[] = [];

  constructor(key: string) {
    this.key = key;
  }

  /** Reads the version that a put made. */
  async add(store: Handle): Promise<void> {
    const { version } = await store.existing(this.key);
    const place = this.#versions.indexOf(version);
    if (place >= 0) {
      const back = this.#versions.length - place;
      throw new Finding(`a new version by put ${this.#versions.length + 1} of \`${this.key}\``, `\`${version}\`, which the key had ${back} puts before`);
    }
    this.#versions.push(version);
  }

  /** Puts once more, with the version that is there. */
  async putAgain(store: Handle): Promise<void> {
    await store.mustCommit(put(this.key, asRead(await store.existing(this.key)), bytes('the same')));
    await this.add(store);
  }

  /** All versions but the last must conflict, with a put and with a delete. */
  async conflict(store: Handle): Promise<void> {
    const there = await store.existing(this.key);
    for (const version of this.#versions.filter((version) => version !== there.version)) {
      const expect = { kind: 'version', version } as const;
      for (const change of [put(this.key, expect, bytes('never')), remove(this.key, expect)]) await conflicts(store, change);
    }
    same('the entry after these conflicts', await store.existing(this.key), there);
  }
}

async function conflicts(store: Handle, change: Change): Promise<void> {
  const seen = await store.commit(change);
  ensure(seen === 'conflict', `a conflict by a version that is past: ${shown(change.expect)}`, seen);
}
