// How a program uses an account.
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** How a program uses an account. */
export class Examples extends Screen {
  readonly of: AccountModel;

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
