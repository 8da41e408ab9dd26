// What the stores on databases share: versions, moments, and how a failure is told.
import { encode } from '../base64url.js';

const VERSION_BYTES = 16;

/** By chance and not by a counter, which a restored backup would set back. */
export function newVersion(): string {
  return encode(crypto.getRandomValues(new Uint8Array(VERSION_BYTES)));
}

/** What comes after every key that begins with the prefix: no character of a key comes after `z`. */
export function endOf(prefix: string): string {
  return `${prefix}\u{7f}`;
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

/** What trying again does not help. */
export function broken(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code: 'broken' });
}
