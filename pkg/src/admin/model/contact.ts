// An account’s contact in the company’s directory.
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** An account’s contact in the company’s directory. */
export class ContactModel extends Screen {
  readonly of: AccountModel;

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
