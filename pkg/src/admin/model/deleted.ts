// Deleted accounts that can be brought back.
import type { Account } from '../../account.js';
import type { DeletedAccount } from '../../accounts/account.js';
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

const PAGE = 100;

/** Deleted accounts that can be brought back, page after page. */
export class DeletedList extends Screen {
  readonly administration: Administration;
  items: readonly DeletedAccount[] = [];
  /** Whether all were read; `undefined` before the first page. */
  complete: boolean | undefined = undefined;
  #cursor: string | undefined = undefined;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {
    if (this.complete === undefined) await this.more();
  }

  /** Marks what was read as no longer so: the next `show` reads anew. */
  outdate(): void {
    this.complete = undefined;
    this.#cursor = undefined;
  }

  /** Reads anew. */
  async reload(): Promise<void> {
    this.leave();
    this.outdate();
    await this.more();
  }

  /** The next page, if there is one. */
  async more(): Promise<void> {
    if (this.complete === true) return;
    await this.look('more', async (signal) => {
      const page = await this.administration.accounts.listDeletedAccounts({ limit: PAGE, ...(this.#cursor && { cursor: this.#cursor }) }, { signal });
      signal.throwIfAborted();
      this.items = this.complete === undefined ? page.items : [...this.items, ...page.items];
      this.#cursor = page.next_cursor ?? undefined;
      this.complete = page.next_cursor === null;
    });
  }

  /** Brings one back, as it was but without a credential. Answers it, unless that failed. */
  async undelete(clientId: string, reason = ''): Promise<Account | undefined> {
    return this.change('undelete', async (signal) => {
      const { accounts, list } = this.administration;
      const account = await accounts.undeleteAccount(clientId, { signal, ...(reason && { reason }) });
      this.items = this.items.filter(({ client_id }) => client_id !== clientId);
      list.outdate();
      return account;
    });
  }
}
