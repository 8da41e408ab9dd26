// The law of what was answered: it is there after a crash, and nothing is there in part.
import type { Awaitable, Store } from '../store.js';
import { any, Bench, bytes, called, Handle, numbers, put, remove, SNAPSHOT_KEYS, textOf } from './bench.js';
import { ensure, same } from './finding.js';

const CRASHES = 4;
const COMMITS = 8;

/** `open` opens the store, and what a crash has left; `crash` is one. */
export async function afterACrash(open: () => Awaitable<Store>, crash: () => Awaitable<void>): Promise<void> {
  const opened = async () => new Handle(await called(open));
  const first = await opened();
  const bench = new Bench(first.store, first.store);
  const pairs = numbers(COMMITS).map((number) => bench.keys(`answered${number}-`, 2) as [string, string]);
  const underWay = bench.keys('under-way', SNAPSHOT_KEYS);
  let store = first;
  for (const round of numbers(CRASHES)) {
    const value = bytes(String(round));
    // Puts, puts over what is there, and deletes, in turn.
    const stays = (number: number) => (number + round) % 3 > 0;
    for (const [number, [one, other]] of pairs.entries()) {
      await store.mustCommit(put(one, any, value), stays(number) ? put(other, any, value) : remove(other, any));
    }
    // Nobody knows what becomes of it, and whoever waits for it may wait for ever. Not each time: it may bring what was answered to the disk.
    if (round % 2 === 1) store.commit(...underWay.map((key) => put(key, any, value))).catch(() => undefined);
    await called(crash);

    store = await opened();
    for (const [number, pair] of pairs.entries()) {
      const seen = (await store.get(pair)).map(textOf);
      same('what was answered before the crash, at two keys of one commit', seen, [String(round), stays(number) ? String(round) : undefined]);
    }
    const seen = (await store.get(underWay)).map(textOf);
    ensure(new Set(seen).size === 1, 'what was under way at the crash whole, or not at all', JSON.stringify(seen));
  }
}
