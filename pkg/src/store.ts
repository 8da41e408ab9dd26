// The store port: three functions that any database can offer, and what they promise.

/** What is at a key. */
export interface Entry {
  /** The bytes that were put. */
  readonly value: Uint8Array;
  /** Opaque, made by the store. */
  readonly version: string;
}

/** An entry and its key. */
export interface ListedEntry extends Entry {
  readonly key: string;
}

/** What must be at a key at the instant of a commit. */
export type Expect =
  | { readonly kind: 'any' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'version'; readonly version: string };

/** What a commit does at a key. */
export type Action =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'put';
      readonly value: Uint8Array;
      /** Unix seconds from which on the store may hide the entry, never before. */
      readonly expiresAt?: number;
    }
  | { readonly kind: 'delete' };

/** One change of a commit. */
export interface Change {
  readonly key: string;
  readonly expect: Expect;
  readonly action: Action;
}

/** What a commit came to: every expectation held and every change took effect, or nothing changed. */
export type CommitResult = 'committed' | 'conflict';

/**
 * Where everything is kept. Each function may answer a value or a promise.
 *
 * - A commit is atomic: all its checks hold at one instant and all its changes take effect, or none does.
 * - `get` is a strong read and, for up to 10 keys of one partition (all before a key's first `/`), a snapshot.
 * - `list` may lag behind.
 * - A version is new at every put and never repeats for a key, not even after it was deleted and written again.
 *
 * Keys are 1 to 256 of `A-Za-z0-9._:/-`, values up to 32 KiB. Commits and lists stay inside one partition.
 *
 * To fail, throw anything: it counts as "not reached", so that of a commit the outcome is unknown. Throw an object with
 * `code: 'broken'` when trying again cannot help.
 */
export interface Store {
  /** For each of up to 100 keys, in that order, what is there. */
  get(keys: readonly string[]): Awaitable<readonly (Entry | null | undefined)[]>;
  /** Up to `limit` (at most 1,000) entries whose key begins with `prefix` and comes after `after`, in ascending order; fewer mean the end. */
  list(prefix: string, after: string | undefined, limit: number): Awaitable<readonly ListedEntry[]>;
  /** Up to 64 changes, 512 KiB of values and each key at most once; durable when it answers `committed`. */
  commit(changes: readonly Change[]): Awaitable<CommitResult>;
}

/** A value, or a promise of it. */
export type Awaitable<T> = T | PromiseLike<T>;
