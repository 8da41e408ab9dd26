// What an account may do, in the company and by project.
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** What an account may do, in the company and by project. */
export class Rights extends Screen {
  readonly of: AccountModel;

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
