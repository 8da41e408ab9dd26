// Laws of a commit: its expectations, and all or nothing.
import type { Action, Change, CommitResult, Entry, Expect } from '../store.js';
import { absent, any, asRead, bytes, keep, MAX_CHANGES, put, remove, textOf, type Bench } from './bench.js';
import { same } from './finding.js';

export async function expectations(bench: Bench): Promise<void> {
  for (const one of cases) {
    for (const action of ['put', 'delete']) {
      const key = bench.key(`${action}-${one.state}-${one.expect}`);
      const { before, expect } = await prepared(bench, key, one);
      const seen = await bench.first.commit(action === 'put' ? put(key, expect, bytes('new')) : remove(key, expect));
      const what = `a ${action} that expects ${textOfCase(one)}`;
      same(what, seen, outcome(one));
      const after = await bench.first.getOne(key);
      if (one.holds) same(`the value after ${what}`, textOf(after), action === 'put' ? 'new' : undefined);
      else same(`the entry after the conflict of ${what}`, after, before);
    }
  }
}

export async function keepOnlyChecks(bench: Bench): Promise<void> {
  for (const one of cases) {
    const key = bench.key(`keep-${one.state}-${one.expect}`);
    const beside = bench.key(`beside-${one.state}-${one.expect}`);
    const { before, expect } = await prepared(bench, key, one);
    const what = `a keep that expects ${textOfCase(one)}`;

    same(what, await bench.first.commit(keep(key, expect)), outcome(one));
    same(`the entry after ${what}`, await bench.first.getOne(key), before);

    const seen = await bench.first.commit(put(beside, any, bytes('beside')), keep(key, expect));
    same(`${what}, beside a put`, seen, outcome(one));
    same(`the entry after ${what}`, await bench.first.getOne(key), before);
    same(`whether the put beside ${what} took effect`, (await bench.first.getOne(beside)) !== undefined, one.holds);
  }
}

/** What may be at a key, and what a change may expect there. */
interface Case {
  readonly state: 'never' | 'deleted' | 'there';
  /** `last` is the version that is there, or that was there last, `earlier` one before that. */
  readonly expect: 'any' | 'absent' | 'last' | 'earlier';
  readonly holds: boolean;
}

const cases: readonly Case[] = [
  { state: 'never', expect: 'any', holds: true },
  { state: 'never', expect: 'absent', holds: true },
  { state: 'deleted', expect: 'any', holds: true },
  { state: 'deleted', expect: 'absent', holds: true },
  { state: 'deleted', expect: 'last', holds: false },
  { state: 'deleted', expect: 'earlier', holds: false },
  { state: 'there', expect: 'any', holds: true },
  { state: 'there', expect: 'absent', holds: false },
  { state: 'there', expect: 'last', holds: true },
  { state: 'there', expect: 'earlier', holds: false },
];

/** Brings the key into the state: what is there then, and the expectation. */
async function prepared(bench: Bench, key: string, { state, expect }: Case): Promise<{ readonly before: Entry | undefined; readonly expect: Expect }> {
  const versions: Expect[] = [];
  for (let puts = state === 'never' ? 0 : 2; puts > 0; puts -= 1) {
    await bench.first.put(key, bytes('old'));
    versions.push(asRead(await bench.first.existing(key)));
  }
  if (state === 'deleted') await bench.first.delete(key);
  const [earlier = absent, last = absent] = versions;
  return { before: await bench.first.getOne(key), expect: { any, absent, last, earlier }[expect] };
}

function outcome({ holds }: Case): CommitResult {
  return holds ? 'committed' : 'conflict';
}

function textOfCase({ state, expect }: Case): string {
  const expected = { any: 'anything', absent: 'nothing', last: 'the last version', earlier: 'an earlier version' }[expect];
  return `${expected} where ${{ never: 'nothing ever was', deleted: 'an entry was deleted', there: 'an entry is' }[state]}`;
}

/** Commits of the most changes, with one expectation that does not hold: at each end, in the middle, of each kind. */
export async function allOrNothing(bench: Bench): Promise<void> {
  const keys = bench.keys('whole', MAX_CHANGES);
  await bench.first.putAll(keys.filter((_, index) => index % 2 === 0));
  for (const place of [0, 1, MAX_CHANGES / 2, MAX_CHANGES - 2, MAX_CHANGES - 1]) {
    const before = await bench.first.get(keys);
    const [kind, unfit] = unfitting(before[place], before[0]);
    const changes = keys.map((key, at) => (at === place ? { ...fitting(at, key, before[at]), expect: unfit } : fitting(at, key, before[at])));
    const what = `a commit whose change ${place} of ${MAX_CHANGES} ${kind}`;
    same(what, await bench.first.commit(...changes), 'conflict');
    const after = await bench.second.get(keys);
    for (const [index, key] of keys.entries()) same(`what is at \`${key}\` after ${what}`, after[index], before[index]);
  }
}

/** A change whose expectation holds; of all kinds in turn. */
function fitting(at: number, key: string, found: Entry | undefined): Change {
  const action: Action = at % 5 === 0 ? { kind: 'delete' } : at % 5 === 1 ? { kind: 'keep' } : { kind: 'put', value: bytes('new') };
  return { key, expect: at % 3 === 0 ? any : asRead(found), action };
}

/** An expectation that does not hold where `found` is. */
function unfitting(found: Entry | undefined, other: Entry | undefined): [string, Expect] {
  if (found !== undefined) return ['expects nothing where an entry is', absent];
  return ['expects an entry where nothing is', asRead(other)];
}
