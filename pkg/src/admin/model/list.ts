// The company's accounts: searched, filtered, page after page.
import type { Account, AccountQuery, AccountState } from '../../account.js';
import type { AccountUsage } from '../../accounts/audit.js';
import type { Administration } from './administration.js';
import { Screen } from './screen.js';
import { UsageOfMany } from './usage-of-many.js';

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
  /** Those that were read so far and fit. While another search is under way, what the one before has found. */
  items: readonly Account[] = [];
  /** Whether all that fit were read; `undefined` before the first page. */
  complete: boolean | undefined = undefined;
  readonly #administration: Administration;
  readonly #usage: UsageOfMany;
  #cursor: string | undefined = undefined;
  /** As of one moment for all pages. */
  #since: string | undefined = undefined;

  constructor(administration: Administration) {
    super();
    this.#administration = administration;
    this.#usage = new UsageOfMany(administration);
    this.#usage.subscribe(() => this.changed());
  }

  /** Whether any filter is set. */
  get filtered(): boolean {
    return Object.values(this.filter).some(Boolean);
  }

  /** Shows what fits a filter, from the beginning; the same again is not read again. What was asked before is no longer waited for. */
  async show(filter: Filter): Promise<void> {
    const asked = same(filter, this.filter);
    if (asked && (this.complete !== undefined || this.busy !== undefined)) return;
    this.filter = filter;
    await this.reload();
  }

  /** Reads anew, since something has changed. */
  async reload(): Promise<void> {
    this.leave();
    this.complete = undefined;
    this.#cursor = undefined;
    const { unusedDays } = this.filter;
    this.#since = unusedDays ? new Date(this.#administration.now() - unusedDays * DAY_MS).toISOString() : undefined;
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
      // The first page takes the place of what another search has found.
      let items = this.complete === undefined ? [] : this.items;
      // A page may hold few that fit, or none: a person waits for something to see.
      const least = items.length + 1;
      do {
        const page = await this.#administration.accounts.listAccounts(this.#query(), { signal });
        // What was read for another search may come all the same.
        signal.throwIfAborted();
        items = [...items, ...page.items.filter((account) => this.filter.attention !== true || this.needsAttention(account))];
        this.items = items;
        this.#cursor = page.next_cursor ?? undefined;
        this.complete = page.next_cursor === null;
        this.changed();
      } while (!this.complete && items.length < least);
    });
  }

  /** When an account was last used, and how often by day; nothing until that was read, `null` where it could not be. */
  usage({ client_id }: Account): AccountUsage | null | undefined {
    return this.#usage.of(client_id);
  }

  /** These are looked at: reads their usage, a few at a time, of each once. */
  see(accounts: readonly Account[]): void {
    this.#usage.see(accounts.map(({ client_id }) => client_id));
  }

  /** Whether somebody has to look at an account. */
  needsAttention(account: Account): boolean {
    return account.state !== 'functional' || this.endsSoon(account);
  }

  /** Whether an account ends within two weeks. */
  endsSoon({ state, expires_at }: Account): boolean {
    return state !== 'expired' && expires_at !== undefined && Date.parse(expires_at) - this.#administration.now() < SOON_MS;
  }

  #query(): AccountQuery {
    const { name, state, app, owner } = this.filter;
    return {
      limit: PAGE,
      ...(name && { name }),
      ...(state && { state }),
      ...(app && { app }),
      ...(owner && { owner }),
      ...(this.#since && { unused_since: this.#since }),
      ...(this.#cursor && { cursor: this.#cursor }),
    };
  }
}

function same(one: Filter, other: Filter): boolean {
  const text = ({ name, state, app, owner, unusedDays, attention }: Filter) =>
    JSON.stringify([name || null, state ?? null, app ?? null, owner || null, unusedDays ?? null, attention === true]);
  return text(one) === text(other);
}
