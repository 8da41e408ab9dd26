// What was done to an account.
import type { AccountModel } from './account.js';
import { EventList } from './events.js';

/** What was done to an account, newest first. */
export class History extends EventList {
  readonly of: AccountModel;
  #revision: number | undefined = undefined;

  constructor(of: AccountModel) {
    super(of.administration, of.clientId);
    this.of = of;
  }

  /** Reads it, unless it is there as of the account's last known change. */
  override async show(): Promise<void> {
    const revision = this.of.account?.revision;
    if (revision !== this.#revision) this.outdate();
    this.#revision = revision;
    await super.show();
  }
}
