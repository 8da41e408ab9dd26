// Laws of the list: order, prefix, pages, contents. A list may lag, so that its contents are waited for.
import type { ListedEntry } from '../store.js';
import { absent, asRead, atOnce, bytes, giveWay, isBroken, MAX_LIST_LIMIT, numbers, pause, put, Random, refused, SETTLING, type Bench, type Handle } from './bench.js';
import { Finding, same } from './finding.js';

/** Few enough that a walk has many pages. */
const PAGE = 7;
/** Every character of a key, in byte order. */
const CHARACTERS = [...'-./0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'];

export async function order(bench: Bench): Promise<void> {
  const longer = ['a-', 'a.', 'a/', 'a/b', 'a0', 'a:', 'aA', 'a_', 'aa', 'aB', 'Ab', 'AB', 'ab', '10', '99', 'a//'];
  // Alike for longer than some indexes look.
  const long = ['k-', 'k', 'k.', 'k9', 'k10', 'kK', 'kk'].map((end) => 'k'.repeat(200) + end);
  const keys = [...CHARACTERS, ...longer, ...long].map((name) => bench.key(name)).sort();
  await bench.first.putAll(shuffled(keys));
  await bench.first.settledList(bench.key(''), undefined, MAX_LIST_LIMIT, keys);
  for (const key of keys.filter((_, index) => index % 2 === 0)) await bench.first.delete(key);
  const left = keys.filter((_, index) => index % 2 === 1);
  await bench.second.settledList(bench.key(''), undefined, MAX_LIST_LIMIT, left);
}

export async function prefix(bench: Bench): Promise<void> {
  const names = ['A', 'A/b', 'B', 'a', 'a-b', 'a.b', 'a/', 'a/B', 'a/b', 'a/b/c', 'a/bc', 'aXb', 'a_b', 'ab', 'a_', 'b'];
  const keys = names.map((name) => bench.key(name));
  await bench.first.putAll(keys);
  for (const beside of ['x', '-x']) await bench.first.putAll([bench.key('a', beside)]);
  keys.sort();
  for (const name of ['', 'a', 'a/', 'a/b', 'a/b/', 'a_', 'a_b', 'a.', 'a-', 'A', 'b', 'ab', 'c', 'a/b/c', 'a/b/c/d', '/']) {
    const prefix = bench.key(name);
    await bench.first.settledList(prefix, undefined, MAX_LIST_LIMIT, keys.filter((key) => key.startsWith(prefix)));
  }
  for (const wildcard of ['%', 'a%', 'a*', 'a?b', '[a-z]', 'a\\']) {
    // No key begins so. A store may refuse what cannot begin a key.
    const listed = await orRefused(async () => await bench.first.store.list(bench.key(wildcard), undefined, MAX_LIST_LIMIT));
    same(`a list of \`${wildcard}\`, which is no wildcard`, listed.map(({ key }) => key), []);
  }
}

async function orRefused(call: () => Promise<readonly ListedEntry[]>): Promise<readonly ListedEntry[]> {
  try {
    return await call();
  } catch (thrown) {
    if (isBroken(thrown)) return [];
    throw refused(thrown);
  }
}

export async function pages(bench: Bench): Promise<void> {
  const keys = bench.keys('m/', 25);
  await bench.first.putAll(keys);
  await bench.first.putAll([bench.key('before'), bench.key('zafter')]);
  const prefix = bench.key('m/');
  await bench.first.settledList(prefix, undefined, MAX_LIST_LIMIT, keys);
  for (const limit of [1, 2, 5, 7, 24, 25, 26, MAX_LIST_LIMIT]) {
    for (let start = 0; start <= keys.length; start += limit) {
      await bench.first.settledList(prefix, keys[start - 1], limit, keys.slice(start, start + limit));
    }
  }
  await bench.first.delete(keys[10] as string);
  const left = keys.filter((_, index) => index !== 10);
  const starts: readonly (readonly [string, string, readonly string[]])[] = [
    ['a key that was deleted', keys[10] as string, left.slice(10)],
    ['a key that never was', bench.key('m/0009-'), left.slice(10)],
    ['a key before the prefix', bench.key('before'), left],
    ['the shortest key before the prefix', bench.key('m'), left],
    ['the last key', keys[24] as string, []],
    ['a key behind the prefix', bench.key('zafter'), []],
  ];
  for (const [what, after, expected] of starts) {
    await bench.second.settledList(prefix, after, MAX_LIST_LIMIT, expected).catch((thrown: unknown) => {
      throw thrown instanceof Finding ? thrown.about(`after ${what}`) : thrown;
    });
  }
}

export async function entries(bench: Bench): Promise<void> {
  const keys = bench.keys('shown', 20);
  await bench.first.putAll(keys);
  for (const key of keys.filter((_, index) => index % 3 === 0)) await bench.second.put(key, Uint8Array.of(0, 0xff, 0x25));
  const found = await bench.first.get(keys);
  const expected = keys.map((key, index) => ({ key, ...found[index] }));
  let listed: readonly ListedEntry[] = [];
  for (let time = 0; time < SETTLING.times; time += 1) {
    listed = await bench.first.settledList(bench.key('shown'), undefined, MAX_LIST_LIMIT, keys);
    if (listed.every(({ version }, index) => version === found[index]?.version)) break;
    await pause(SETTLING.pause);
  }
  for (const [index, one] of listed.entries()) same('an entry of the list as the get shows it, in the end', one, expected[index]);
  for (const one of listed) await bench.first.mustCommit(put(one.key, asRead(one), bytes('by a version of the list')));
}

/** Entries that stay, between others that come and go, walked through by small pages all the while. */
export async function whileWritten(bench: Bench): Promise<void> {
  const stay = bench.keys('walked/', 40);
  const comeAndGo = stay.map((key) => `${key}-beside`);
  const prefix = bench.key('walked/');
  await bench.first.putAll(stay);
  await bench.first.settledList(prefix, undefined, MAX_LIST_LIMIT, stay);
  let over = false;
  const walks = [0, 1].map((number) => async () => {
    const random = new Random(number);
    while (!over) await walk(bench.handle(number), prefix, stay, random);
  });
  const write = async () => {
    const random = new Random(100);
    try {
      for (const round of numbers(120)) {
        const key = comeAndGo[random.below(comeAndGo.length)] as string;
        await (round % 3 === 2 ? bench.second.delete(key) : bench.second.put(key, bytes('passing')));
        await giveWay(random);
      }
    } finally {
      over = true;
    }
  };
  await atOnce([...walks, write]);
}

async function walk(reader: Handle, prefix: string, stay: readonly string[], random: Random): Promise<void> {
  const met: string[] = [];
  let page: readonly ListedEntry[];
  let after: string | undefined = undefined;
  do {
    page = await reader.list(prefix, after, PAGE);
    met.push(...page.map(({ key }) => key));
    after = page.at(-1)?.key;
    await giveWay(random);
  } while (page.length === PAGE);
  const names = (keys: readonly string[]) => keys.map((key) => key.slice(prefix.length));
  same('what a walk met of the entries that stay', names(met.filter((key) => stay.includes(key))), names(stay));
}

/** Partitions whose names are alike, with the same keys. */
export async function partitions(bench: Bench): Promise<void> {
  const names = ['', '-', '.', '0', 'a', 'A'];
  const of = (name: string): [string, string] => [bench.key('a', name), bench.key('b/c', name)];
  for (const name of names) await bench.first.putAll(of(name));
  for (const name of names) {
    const [one, other] = of(name);
    const others = names.filter((other) => other !== name).flatMap(of);
    const before = await bench.first.get(others);
    const prefix = bench.key('', name);
    await bench.first.settledList(prefix, undefined, MAX_LIST_LIMIT, [one, other]);
    await bench.first.delete(one);
    await bench.first.settledList(prefix, undefined, MAX_LIST_LIMIT, [other]);
    await bench.first.mustCommit(put(one, absent, bytes('again')));
    same('the other partitions, after changes of one', await bench.first.get(others), before);
  }
}

function shuffled(keys: readonly string[]): string[] {
  const random = new Random(2);
  const left = [...keys];
  return numbers(keys.length).flatMap(() => left.splice(random.below(left.length), 1));
}
