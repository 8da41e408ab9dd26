// Pages as one run of items.
import type { Page } from '../account.js';

/**
 * The items of all pages, each page asked for when the one before is used up.
 *
 *     for await (const account of items((page) => accounts.listAccounts({ ...page, state: 'broken' }))) …
 *
 * What is entered or taken out in between may be seen or not; nothing is seen twice that stays.
 */
export async function* items<T>(read: (page: { readonly cursor?: string }) => Promise<Page<T>>): AsyncGenerator<T, void, undefined> {
  let page = await read({});
  yield* page.items;
  while (page.next_cursor !== null) {
    page = await read({ cursor: page.next_cursor });
    yield* page.items;
  }
}
