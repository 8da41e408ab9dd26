// Laws of `expiresAt`.
import type { Change, Expect } from '../store.js';
import { absent, any, asRead, bytes, keep, MAX_LIST_LIMIT, put, remove, textOf, type Bench, type Handle } from './bench.js';
import { Finding, same } from './finding.js';

/** A second that is long past, so that no law waits for a clock. */
const LONG_AGO = 1;
/** The last second of the year 9999. */
const FAR = 253_402_300_799;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

export async function notHiddenEarly(bench: Bench): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  // A minute is longer than this law takes, and too short for a store that goes by a clock which is ahead. An hour catches one that counts in another unit.
  const seconds = [now + MINUTE, now + HOUR, 4_102_444_800, FAR];
  const keys: string[] = [];
  for (const [number, second] of seconds.entries()) {
    const key = bench.key(`a${number}`);
    await bench.first.mustCommit(put(key, any, bytes('kept'), second));
    keys.push(key);
  }
  for (const [name, last] of [['b-none', undefined], ['c-far', FAR]] as const) {
    const key = bench.key(name);
    await bench.first.mustCommit(put(key, any, bytes('short'), LONG_AGO));
    await bench.first.mustCommit(put(key, any, bytes('kept'), last));
    keys.push(key);
  }
  for (const key of keys) {
    same(`the entry at \`${key}\`, which has not expired`, textOf(await bench.second.getOne(key)), 'kept');
    same('a put that expects nothing there', await bench.first.commit(put(key, absent, bytes('never'))), 'conflict');
  }
  await bench.first.settledList(bench.key(''), undefined, MAX_LIST_LIMIT, keys);
}

export async function hiddenIsAbsent(bench: Bench): Promise<void> {
  const expired = async (name: string) => {
    const key = bench.key(name);
    await bench.first.mustCommit(put(key, any, bytes('short'), LONG_AGO));
    return key;
  };
  const over = await expired('put');
  await asItIsRead(bench, over, (expect) => put(over, expect, bytes('new')));
  same('the put over an expired entry', textOf(await bench.first.existing(over)), 'new');

  const deleted = await expired('delete');
  await asItIsRead(bench, deleted, (expect) => remove(deleted, expect));
  same('the deleted entry', await bench.first.getOne(deleted), undefined);

  const kept = await expired('keep');
  await asItIsRead(bench, kept, (expect) => keep(kept, expect));

  const key = await expired('any');
  await bench.first.put(key, bytes('new'));
  same('the put over an expired entry', textOf(await bench.first.existing(key)), 'new');
}

export async function hiddenEverywhere(bench: Bench): Promise<void> {
  for (const number of [0, 1]) {
    const key = bench.key(String(number));
    await bench.first.mustCommit(put(key, any, bytes('short'), LONG_AGO));
    const [reads, commits] = [bench.handle(number), bench.handle(number + 1)];
    await asItIsReadBy(reads, commits, key, (expect) => put(key, expect, bytes('new')));
    same('the put over an expired entry', textOf(await reads.existing(key)), 'new');
  }
}

function asItIsRead({ first }: Bench, key: string, change: (expect: Expect) => Change): Promise<void> {
  return asItIsReadBy(first, first, key, change);
}

/** A commit that expects what a get saw. The store may hide the entry in between, but not again and again. */
async function asItIsReadBy(reads: Handle, commits: Handle, key: string, change: (expect: Expect) => Change): Promise<void> {
  const seen: string[] = [];
  while (seen.length < 10) {
    const expect = asRead(await reads.getOne(key));
    if ((await commits.commit(change(expect))) === 'committed') return;
    seen.push(expect.kind);
  }
  throw new Finding('a commit that expects what a get sees of an expired entry to succeed', `conflicts, while the get saw ${seen.join(', ')}`);
}
