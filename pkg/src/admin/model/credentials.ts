// An account’s secrets, public keys and outside issuers.
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** An account’s secrets, public keys and outside issuers. */
export class Credentials extends Screen {
  readonly of: AccountModel;

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
