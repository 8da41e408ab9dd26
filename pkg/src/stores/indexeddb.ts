// A store in the browser's IndexedDB: for pages without a server, and for trying things out. Whoever uses the browser can read and alter it.
import type { Change, CommitResult, Entry, ListedEntry, Store } from '../store.js';
import { endOf, holds, newVersion, secondOf } from './entry.js';

/** What is kept at a key. */
interface Row extends Entry {
  readonly expiresAt?: number;
}

const ROWS = 'rows';
const BY_EXPIRY = 'expiresAt';

/**
 * Keeps every law of the store port, in all pages and workers of an origin at once. A commit is one transaction, and is answered when the browser has handed it to
 * the disk (`durability: 'strict'`); that the browser does not evict it is up to `navigator.storage.persist()`.
 */
export class IndexedDbStore implements Store {
  readonly #name: string;
  #opened: Promise<IDBDatabase> | undefined = undefined;

  /** `name` is the database's, `badgehouse` when left out. It is opened by the first call. */
  constructor(name = 'badgehouse') {
    this.#name = name;
  }

  async get(keys: readonly string[]): Promise<(Entry | undefined)[]> {
    const rows = await this.#rows('readonly');
    return Promise.all(keys.map(async (key) => entry(await answer<Row | undefined>(rows.get(key)))));
  }

  async list(prefix: string, after: string | undefined, limit: number): Promise<ListedEntry[]> {
    const [lower, upper] = [after === undefined || after < prefix ? prefix : after, endOf(prefix)];
    if (lower > upper) return [];
    const range = IDBKeyRange.bound(lower, upper, lower === after, true);
    const rows = await this.#rows('readonly');
    const [keys, values] = await Promise.all([answer(rows.getAllKeys(range, limit)), answer<Row[]>(rows.getAll(range, limit))]);
    return values.map(({ value, version }, index) => ({ key: String(keys[index]), value, version }));
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    const rows = await this.#rows('readwrite');
    const done = ended(rows.transaction);
    // Nobody else waits for it when the checks throw.
    done.catch(() => undefined);
    const found = await Promise.all(changes.map(({ key }) => answer<Row | undefined>(rows.get(key))));
    const fits = changes.every((change, index) => holds(change, found[index]));
    if (fits) changes.forEach((change) => apply(rows, change));
    await done;
    return fits ? 'committed' : 'conflict';
  }

  /** Removes what has expired by the time that `maintain` answers as `store_time`, or by a Unix second. Nothing else does: a clock that jumped would remove what still counts. */
  async purgeExpired(time: string | number): Promise<void> {
    const second = secondOf(time);
    const rows = await this.#rows('readwrite');
    const done = ended(rows.transaction);
    done.catch(() => undefined);
    const keys = await answer(rows.index(BY_EXPIRY).getAllKeys(IDBKeyRange.upperBound(second)));
    for (const key of keys) rows.delete(key);
    await done;
  }

  /** Closes the database; the next call opens it again. */
  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    (await opened)?.close();
  }

  async #rows(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    const database = await this.#database();
    try {
      return database.transaction(ROWS, mode, { durability: 'strict' }).objectStore(ROWS);
    } catch (thrown) {
      // The browser has closed it, to make room for another version or because somebody cleared the site's data.
      if (!(thrown instanceof DOMException) || thrown.name !== 'InvalidStateError') throw thrown;
      this.#opened = undefined;
      return (await this.#database()).transaction(ROWS, mode, { durability: 'strict' }).objectStore(ROWS);
    }
  }

  #database(): Promise<IDBDatabase> {
    if (this.#opened !== undefined) return this.#opened;
    const opened = open(this.#name, () => this.#forget(opened));
    this.#opened = opened;
    // What failed is tried anew by the next call.
    opened.catch(() => this.#forget(opened));
    return opened;
  }

  #forget(opened: Promise<IDBDatabase>): void {
    if (this.#opened === opened) this.#opened = undefined;
  }
}

function open(name: string, closed: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(ROWS).createIndex(BY_EXPIRY, BY_EXPIRY);
  return answer(request).then((database) => {
    database.onclose = closed;
    // Whoever deletes the database or brings a newer form of it does not wait for this page.
    database.onversionchange = () => {
      database.close();
      closed();
    };
    return database;
  });
}

function entry(row: Row | undefined): Entry | undefined {
  return row && { value: row.value, version: row.version };
}

function apply(rows: IDBObjectStore, { key, action }: Change): void {
  if (action.kind === 'delete') rows.delete(key);
  if (action.kind !== 'put') return;
  const { value, expiresAt } = action;
  rows.put({ value: value.slice(), version: newVersion(), ...(expiresAt !== undefined && { expiresAt }) } satisfies Row, key);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The end of a transaction, which alone says that it is done. */
function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
  });
}
