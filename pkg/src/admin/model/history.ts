// What was done to an account.
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** What was done to an account. */
export class History extends Screen {
  readonly of: AccountModel;

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
