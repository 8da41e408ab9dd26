// An account as such: its details, disabling and enabling, its tokens, its end.
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** An account as such: its details, disabling and enabling, its tokens, its end. */
export class Overview extends Screen {
  readonly of: AccountModel;

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
