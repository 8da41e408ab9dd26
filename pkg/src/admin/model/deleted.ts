// Deleted accounts that can be brought back.
import type { Account, PageRequest } from '../../account.js';
import type { DeletedAccount } from '../../accounts/account.js';
import type { Administration } from './administration.js';
import { Pages } from './pages.js';

/** Deleted accounts that can be brought back, page after page. */
export class DeletedList extends Pages<DeletedAccount> {
  readonly administration: Administration;
  /** Why one is brought back, as it was entered. */
  reason = '';

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  /** Why one is brought back. */
  explain(reason: string): void {
    this.reason = reason;
    this.changed();
  }

  /** What the reason breaks, by the rules; nothing while they are not there, or none was entered. */
  get reasonProblem(): string | undefined {
    const reason = this.reason.trim();
    return reason === '' ? undefined : this.administration.check('note', { reason })[0]?.detail;
  }

  /** Brings one back, as it was but without a credential. Answers it, unless that failed. */
  async undelete(clientId: string, reason = this.reason.trim()): Promise<Account | undefined> {
    return this.change('undelete', async (signal) => {
      const account = await this.administration.accounts.undeleteAccount(clientId, { signal, ...(reason && { reason }) });
      this.reason = '';
      this.items = this.items.filter(({ client_id }) => client_id !== clientId);
      this.administration.outdate();
      return account;
    });
  }

  protected page(page: PageRequest, signal: AbortSignal) {
    return this.administration.accounts.listDeletedAccounts(page, { signal });
  }
}
