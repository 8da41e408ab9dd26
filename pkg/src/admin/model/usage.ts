// An account’s usage by day.
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** An account’s usage by day. */
export class Usage extends Screen {
  readonly of: AccountModel;

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
