// The contacts of service accounts in the company's directory.
import type { PageRequest } from '../../account.js';
import type { MachineContact } from '../../accounts/account.js';
import type { Administration } from './administration.js';
import { Pages } from './pages.js';

/** The contacts of service accounts, page after page: the way to an account for who administers the directory alone. */
export class ContactList extends Pages<MachineContact> {
  readonly #administration: Administration;

  constructor(administration: Administration) {
    super();
    this.#administration = administration;
  }

  override async more(): Promise<void> {
    if (this.#administration.may('administer_directory')) await super.more();
  }

  protected page(page: PageRequest, signal: AbortSignal) {
    return this.#administration.accounts.listMachineContacts(page, { signal });
  }
}
