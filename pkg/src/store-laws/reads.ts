// Laws of the get: order, bytes, bounds, strength.
import type { Change, Entry, Expect } from '../store.js';
import {
  absent,
  any,
  asRead,
  bytes,
  keep,
  MAX_CHANGES,
  MAX_COMMIT_BYTES,
  MAX_GET_KEYS,
  MAX_KEY_BYTES,
  MAX_LIST_LIMIT,
  MAX_VALUE_BYTES,
  numbers,
  put,
  Random,
  remove,
  textOf,
  type Bench,
} from './bench.js';
import { Finding, same, shown } from './finding.js';

export async function order(bench: Bench): Promise<void> {
  const [b, d, a] = [bench.key('b'), bench.key('d'), bench.key('a')];
  const elsewhere = bench.key('c', '-other');
  await bench.first.putAll([b, d, a]);
  await bench.first.putAll([elsewhere]);
  const there = new Set([a, b, d, elsewhere]);
  const asked = [bench.key('absent'), d, elsewhere, a, bench.key('absent', '-other'), b, bench.key('zero')];
  const found = await bench.first.get(asked);
  for (const [index, key] of asked.entries()) {
    same("the value, at its key's place", textOf(found[index]), there.has(key) ? key : undefined);
  }
  same('the answer to a get of no keys', await bench.first.get([]), []);
}

export async function roundTrip(bench: Bench): Promise<void> {
  const values = [
    bytes(''),
    Uint8Array.of(0),
    Uint8Array.from(numbers(256)),
    bytes('null'),
    bytes('{"a":"\\u0000"}'),
    bytes('\u{feff}\u{e9}\u{1f511}\r\n'),
    Uint8Array.of(0xff, 0xfe, 0x00, 0xd8),
    bytes("'; DROP TABLE entries; --"),
  ];
  for (const [number, value] of values.entries()) {
    const key = bench.key(`value${number}`);
    await bench.first.put(key, value);
    await cameBack(bench, key, value);
  }
  const everyCharacter = '-./0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
  const names = [everyCharacter, 'a//b', '/', '.', '..', './..', 'a.', '-', 'UPPER', 'upper', '0', '00'];
  for (const name of names) await bench.first.put(bench.key(name), bytes(name));
  for (const name of names) await cameBack(bench, bench.key(name), bytes(name));
}

export async function bounds(bench: Bench): Promise<void> {
  const random = new Random(1);
  const longest = bench.key('k'.repeat(MAX_KEY_BYTES - bench.key('').length));
  const largest = random.bytes(MAX_VALUE_BYTES);
  await bench.first.put(longest, largest);
  await cameBack(bench, longest, largest);

  for (const [name, changes] of [['many', MAX_CHANGES], ['large', MAX_COMMIT_BYTES / MAX_VALUE_BYTES]] as const) {
    const keys = bench.keys(name, changes);
    const value = random.bytes(MAX_COMMIT_BYTES / changes);
    await bench.first.mustCommit(...keys.map((key) => put(key, absent, value)));
    await cameBack(bench, keys[changes - 1] as string, value);
  }

  await heavy(bench, largest);
  await long(bench);

  const listed = bench.keys('listed', MAX_LIST_LIMIT + 1);
  await bench.first.putAll(listed);
  const [page, last] = [listed.slice(0, MAX_LIST_LIMIT), listed.slice(MAX_LIST_LIMIT)];
  const prefix = bench.key('listed');
  await bench.first.settledList(prefix, undefined, MAX_LIST_LIMIT, page);
  await bench.first.settledList(prefix, page.at(-1), MAX_LIST_LIMIT, last);

  const elsewhere = numbers(MAX_GET_KEYS / 2).map((number) => bench.key(String(number), '-other'));
  await bench.first.putAll(elsewhere);
  const asked = [...listed.slice(0, MAX_GET_KEYS - elsewhere.length), ...elsewhere];
  const found = await bench.first.get(asked);
  for (const [index, key] of asked.entries()) same('the value at each of the most keys', textOf(found[index]), key);
}

/** The most of the largest: some databases end an answer at a megabyte. */
async function heavy(bench: Bench, largest: Uint8Array): Promise<void> {
  const keys = bench.keys('heavy', MAX_GET_KEYS);
  const atOnce = MAX_COMMIT_BYTES / MAX_VALUE_BYTES;
  for (let start = 0; start < keys.length; start += atOnce) {
    await bench.first.mustCommit(...keys.slice(start, start + atOnce).map((key) => put(key, any, largest)));
  }
  const whole = (entry: Entry | undefined) => isSame(entry?.value, largest);
  same('the largest values that a get of the most keys answers', (await bench.first.get(keys)).filter(whole).length, keys.length);
  const page = await bench.first.settledList(bench.key('heavy'), undefined, MAX_LIST_LIMIT, keys);
  same('the largest values that a list answers', page.filter(whole).length, keys.length);
}

/** The most checks, and the most deletes, at long keys. */
async function long(bench: Bench): Promise<void> {
  const room = MAX_KEY_BYTES - bench.key('').length;
  const keys = numbers(MAX_CHANGES).map((number) => bench.key(String(number).padStart(room, 'c')));
  await bench.first.putAll(keys);
  const there = (await bench.first.get(keys)).map(asRead);
  const all = (change: (key: string, expect: Expect) => Change) => keys.map((key, index) => change(key, there[index] ?? absent));
  await bench.first.mustCommit(...all(keep));
  await bench.first.mustCommit(...all(remove));
  same('what is left of the most deletes', (await bench.first.get(keys)).filter((entry) => entry !== undefined), []);
}

export async function strong(bench: Bench): Promise<void> {
  const keys = bench.keys('strong', 3);
  for (const round of numbers(60)) {
    const [writer, reader] = [bench.handle(round), bench.handle(round + 1)];
    const key = keys[round % keys.length] as string;
    await writer.put(key, bytes(String(round)));
    same('the value that was just put, read by another handle', textOf(await reader.getOne(key)), String(round));
    if (round % 5 === 4) {
      await writer.delete(key);
      same('what was just deleted, read by another handle', await reader.getOne(key), undefined);
    }
  }
}

async function cameBack(bench: Bench, key: string, value: Uint8Array): Promise<void> {
  const seen = (await bench.first.getOne(key))?.value;
  if (isSame(seen, value)) return;
  const described = (bytes: Uint8Array) => `${bytes.length} bytes: ${shown(bytes)}`;
  throw new Finding(`at \`${key}\` what was put, ${described(value)}`, seen === undefined ? 'nothing' : described(seen));
}

function isSame(seen: Uint8Array | undefined, value: Uint8Array): boolean {
  if (seen?.length !== value.length) return false;
  // Millions of bytes: without a call for each.
  for (let index = 0; index < value.length; index += 1) if (seen[index] !== value[index]) return false;
  return true;
}
