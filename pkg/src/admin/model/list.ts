// The company's accounts: searched, filtered, page after page.
import type { Account, AccountQuery, AccountState } from '../../account.js';
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

/** Which accounts are wanted. */
export interface Filter {
  /** What the name begins with. */
  readonly name?: string | undefined;
  readonly state?: AccountState | undefined;
  readonly app?: string | undefined;
  readonly owner?: string | undefined;
  /** Without a token for so many days, or ever. */
  readonly unusedDays?: number | undefined;
  /** Only those to look at: broken, expired, disabled or ending soon. */
  readonly attention?: boolean | undefined;
}

/** How many come with a page. */
const PAGE = 100;
const DAY_MS = 86_400_000;
/** How long before its end an account needs attention. */
const SOON_MS = 14 * DAY_MS;

/** The list of accounts. */
export class AccountList extends Screen {
  filter: Filter = {};
  /** Those that were read so far and fit. */
  items: readonly Account[] = [];
  /** Whether all that fit were read; `undefined` before the first page. */
  complete: boolean | undefined = undefined;
  readonly #administration: Administration;
  #cursor: string | undefined = undefined;

  constructor(administration: Administration) {
    super();
    this.#administration = administration;
  }

  /** Shows what fits a filter, from the beginning; the same again is not read again. */
  async show(filter: Filter): Promise<void> {
    if (this.complete !== undefined && same(filter, this.filter)) return;
    this.filter = filter;
    await this.reload();
  }

  /** Reads anew, since something has changed. */
  async reload(): Promise<void> {
    this.leave();
    this.items = [];
    this.complete = undefined;
    this.#cursor = undefined;
    await this.more();
  }

  /** Marks what was read as no longer so: the next `show` reads anew. */
  outdate(): void {
    this.complete = undefined;
  }

  /** The next page, if there is one. */
  async more(): Promise<void> {
    if (this.complete === true) return;
    await this.look('more', async (signal) => {
      // A page may hold few that fit, or none: a person waits for something to see.
      const least = this.items.length + 1;
      do {
        const page = await this.#administration.accounts.listAccounts(this.#query(), { signal });
        const fitting = this.filter.attention === true ? page.items.filter((account) => this.needsAttention(account)) : page.items;
        this.items = [...this.items, ...fitting];
        this.#cursor = page.next_cursor ?? undefined;
        this.complete = page.next_cursor === null;
        this.changed();
      } while (!this.complete && this.items.length < least);
    });
  }

  /** Whether somebody has to look at an account. */
  needsAttention({ state, expires_at }: Account): boolean {
    if (state !== 'functional') return true;
    return expires_at !== undefined && Date.parse(expires_at) - this.#administration.now() < SOON_MS;
  }

  #query(): AccountQuery {
    const { name, state, app, owner, unusedDays } = this.filter;
    const since = unusedDays === undefined ? undefined : new Date(this.#administration.now() - unusedDays * DAY_MS).toISOString();
    return {
      limit: PAGE,
      ...(name && { name }),
      ...(state && { state }),
      ...(app && { app }),
      ...(owner && { owner }),
      ...(since && { unused_since: since }),
      ...(this.#cursor && { cursor: this.#cursor }),
    };
  }
}

function same(one: Filter, other: Filter): boolean {
  const text = ({ name, state, app, owner, unusedDays, attention }: Filter) =>
    JSON.stringify([name || null, state ?? null, app ?? null, owner || null, unusedDays ?? null, attention === true]);
  return text(one) === text(other);
}
