// Deleted accounts that can be brought back.
import type { Account, PageRequest } from '../../account.js';
import type { DeletedAccount } from '../../accounts/account.js';
import type { Administration } from './administration.js';
import { Pages } from './pages.js';

/** Deleted accounts that can be brought back, page after page. */
export class DeletedList extends Pages<DeletedAccount> {
  readonly administration: Administration;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  /** Brings one back, as it was but without a credential. Answers it, unless that failed. */
  async undelete(clientId: string, reason = ''): Promise<Account | undefined> {
    return this.change('undelete', async (signal) => {
      const account = await this.administration.accounts.undeleteAccount(clientId, { signal, ...(reason && { reason }) });
      this.items = this.items.filter(({ client_id }) => client_id !== clientId);
      this.administration.outdate();
      return account;
    });
  }

  protected page(page: PageRequest, signal: AbortSignal) {
    return this.administration.accounts.listDeletedAccounts(page, { signal });
  }
}
