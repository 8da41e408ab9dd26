// A store of many stores: each partition, which is a company's or the platform's own, lies in one of them.
import type { Awaitable, Change, CommitResult, Entry, ListedEntry, Store } from '../store.js';
import { broken, partitionOf } from './entry.js';

/**
 * Keeps the laws that the stores keep, since a commit, a list and a snapshot stay inside one partition. The partitions are `keys`, which has the signing keys and the
 * outside issuers and is read with almost every request, and one for each company, 32 characters that an id tells and that tell no name.
 */
export class PartitionedStore implements Store {
  readonly #route: (partition: string) => Store;

  /** `route` says where a partition lies, always the same for the same one. It is asked at each call, so that it may make a new stub of a remote object each time. */
  constructor(route: (partition: string) => Store) {
    this.#route = route;
  }

  async get(keys: readonly string[]): Promise<readonly (Entry | null | undefined)[]> {
    const partitions = [...new Set(keys.map(partitionOf))];
    const parts = await Promise.all(
      partitions.map(async (partition) => {
        const own = keys.filter((key) => partitionOf(key) === partition);
        const entries = await this.#route(partition).get(own);
        if (entries.length !== own.length) throw broken('the answer does not fit what was asked');
        return own.map((key, index) => [key, entries[index]] as const);
      }),
    );
    const found = new Map(parts.flat());
    return keys.map((key) => found.get(key));
  }

  list(prefix: string, after: string | undefined, limit: number): Awaitable<readonly ListedEntry[]> {
    return this.#route(partitionOf(prefix)).list(prefix, after, limit);
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    const [partition, ...others] = new Set(changes.map(({ key }) => partitionOf(key)));
    if (partition === undefined) return 'committed';
    if (others.length > 0) throw broken('a commit stays inside one partition');
    return this.#route(partition).commit(changes);
  }
}
