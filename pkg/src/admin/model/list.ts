// The company's accounts: searched, filtered, page after page.
import type { Account, AccountQuery, AccountState, PageRequest } from '../../account.js';
import type { AccountUsage } from '../../accounts/audit.js';
import type { Administration } from './administration.js';
import { Pages } from './pages.js';
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
  /** Only those that somebody has to look at: `attention` of each says why. */
  readonly attention?: boolean | undefined;
}

const DAY_MS = 86_400_000;

/** The list of accounts. While another search is under way, `items` are what the one before has found. */
export class AccountList extends Pages<Account> {
  filter: Filter = {};
  readonly #administration: Administration;
  readonly #usage: UsageOfMany;
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
  override async show(filter: Filter = this.filter): Promise<void> {
    const asked = same(filter, this.filter);
    if (asked && (this.complete !== undefined || this.busy !== undefined)) return;
    this.filter = filter;
    await this.reload();
  }

  /** When an account was last used, and how often by day; nothing until that was read, `null` where it could not be. */
  usage({ client_id }: Account): AccountUsage | null | undefined {
    return this.#usage.of(client_id);
  }

  /** These are looked at: reads their usage, a few at a time, of each once. */
  see(accounts: readonly Account[]): void {
    this.#usage.see(accounts.map(({ client_id }) => client_id));
  }

  protected override begin(): void {
    super.begin();
    const { unusedDays } = this.filter;
    this.#since = unusedDays ? new Date(this.#administration.now() - unusedDays * DAY_MS).toISOString() : undefined;
  }

  protected page(page: PageRequest, signal: AbortSignal) {
    const { name, state, app, owner, attention } = this.filter;
    const query: AccountQuery = {
      ...page,
      ...(name && { name }),
      ...(state && { state }),
      ...(app && { app }),
      ...(owner && { owner }),
      ...(this.#since && { unused_since: this.#since }),
      ...(attention && { attention }),
    };
    return this.#administration.accounts.listAccounts(query, { signal });
  }
}

function same(one: Filter, other: Filter): boolean {
  const text = ({ name, state, app, owner, unusedDays, attention }: Filter) =>
    JSON.stringify([name || null, state ?? null, app ?? null, owner || null, unusedDays ?? null, attention === true]);
  return text(one) === text(other);
}
