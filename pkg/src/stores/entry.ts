// What the stores on databases share: versions, moments, and how a failure is told.
import { encode } from '../base64url.js';
import type { Change, Entry } from '../store.js';

const VERSION_BYTES = 16;

/** By chance and not by a counter, which a restored backup would set back. */
export function newVersion(): string {
  return encode(crypto.getRandomValues(new Uint8Array(VERSION_BYTES)));
}

/** What comes after every key that begins with the prefix: no character of a key comes after `z`. */
export function endOf(prefix: string): string {
  return `${prefix}\u{7f}`;
}

/** The partition that a key or a prefix lies in: all before the first `/`. */
export function partitionOf(key: string): string {
  return key.split('/', 1)[0] as string;
}

/** Whether what a change expects is what was found. */
export function holds({ expect }: Change, found: Entry | undefined): boolean {
  if (expect.kind === 'any') return true;
  return expect.kind === 'absent' ? found === undefined : found?.version === expect.version;
}

/** Unix seconds as databases hold them and JavaScript reads them back; no clock will reach the last. */
export function seconds(unix: number): number {
  return Math.min(unix, Number.MAX_SAFE_INTEGER);
}

/** The Unix second up to which is purged: as a number, or as `maintain` answers it. What is no time purges nothing, and does not seem to. */
export function secondOf(time: string | number): number {
  const second = typeof time === 'string' ? Math.floor(Date.parse(time) / 1000) : time;
  if (!Number.isFinite(second)) throw new TypeError('the time of a purge is the `store_time` that `maintain` answers, or Unix seconds');
  return seconds(second);
}

/** Refuses tables of another version of the schema than the one that this package knows, and those of a store that is not whole yet, which say 0. */
export function refuseOther(what: string, found: number | bigint | undefined, known: number): void {
  if (Number(found) === known) return;
  if (Number(found) === 0) throw broken(`${what} is not whole: an import into it was begun and is not finished; go on with it, or begin anew`);
  throw broken(`${what} has ${found === undefined ? 'no version' : `version ${found}`} of the schema, this program knows version ${known}`);
}

/** What trying again does not help. */
export function broken(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code: 'broken' });
}
