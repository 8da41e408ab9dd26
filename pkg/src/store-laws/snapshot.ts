// Laws of the whole commit: seen while it happens, and when nobody waits for it.
import type { Change } from '../store.js';
import { any, atOnce, bytes, giveWay, numbers, pause, put, Random, refused, remove, SNAPSHOT_KEYS, textOf, type Bench, type Handle } from './bench.js';
import { ensure, Finding, same } from './finding.js';

const COMMITS = 100;
const READERS = 4;

/** Eight keys that always hold the same number, and a token that is always at one of two. */
export async function whole(bench: Bench): Promise<void> {
  const keys = bench.keys('snapshot', SNAPSHOT_KEYS);
  await bench.first.mustCommit(...round(keys, 0));
  const over = { yes: false };
  const readers = numbers(READERS).map((number) => () => read(number, bench.handle(number), keys, over));
  await atOnce([...readers, () => write(bench.first, keys, over)]);
}

async function write(writer: Handle, keys: readonly string[], over: { yes: boolean }): Promise<void> {
  const random = new Random(100);
  try {
    for (let number = 1; number <= COMMITS; number += 1) {
      await writer.mustCommit(...round(keys, number));
      await giveWay(random);
    }
  } finally {
    over.yes = true;
  }
}

async function read(number: number, reader: Handle, keys: readonly string[], over: { readonly yes: boolean }): Promise<void> {
  const random = new Random(number);
  let last = 0;
  while (!over.yes) {
    const seen = await seenWhole(reader, keys);
    ensure(seen >= last, `commit ${last} or a later one`, `commit ${seen}`);
    last = seen;
    await giveWay(random);
  }
}

/** Which commit of {@link round} a get sees. */
async function seenWhole(reader: Handle, keys: readonly string[]): Promise<number> {
  const values = (await reader.get(keys)).map(textOf);
  const number = Number(values[0]);
  if (values[0] === undefined || !Number.isInteger(number)) throw new Finding('a number at the first key', JSON.stringify(values));
  const places = number % 2 === 0 ? [values[0], undefined] : [undefined, values[0]];
  same('all that one commit wrote', values, [...keys.slice(2).map(() => values[0]), ...places]);
  return number;
}

/** One commit of all keys: the number at all but the last two, and the token from one of those to the other. */
function round(keys: readonly string[], number: number): Change[] {
  const places = keys.slice(-2) as [string, string];
  const [to, from] = number % 2 === 0 ? places : [places[1], places[0]];
  const value = bytes(String(number));
  return [...[...keys.slice(0, -2), to].map((key) => put(key, any, value)), remove(from, any)];
}

/**
 * In JavaScript nobody can take a commit back once it was called, only stop to look at it: then it goes on to its end, or, where it would begin when somebody asks
 * for its answer, never begins.
 */
export async function abandoned(bench: Bench): Promise<void> {
  const keys = bench.keys('abandoned', SNAPSHOT_KEYS);
  await bench.first.mustCommit(...round(keys, 0));
  const begun: Promise<unknown>[] = [];
  for (let number = 1; number <= 20; number += 1) {
    const commit = begin(bench.first, round(keys, number));
    // To ask anything else for its answer might be what it waits for.
    if (commit instanceof Promise) begun.push(commit.catch(() => undefined));
    for (const look of numbers(4)) {
      await seenWhole(bench.handle(look), keys);
      await (look % 2 === 0 ? Promise.resolve() : pause(0));
    }
  }
  await Promise.all(begun);
  await seenWhole(bench.first, keys);
}

function begin({ store }: Handle, changes: readonly Change[]): unknown {
  try {
    return store.commit(changes);
  } catch (thrown) {
    throw refused(thrown);
  }
}
