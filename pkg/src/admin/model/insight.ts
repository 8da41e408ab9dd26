// What an account's app asks for in a place, and what is in force there.
import type { EffectivePermissions, RequestedPermissions } from '../../accounts/permission.js';
import type { AccountModel } from './account.js';
import { COMPANY } from './drafts.js';
import { Screen } from './screen.js';

/** What is known of a place beside the levels that were set there. */
export class Insight extends Screen {
  readonly #of: AccountModel;
  #requested = new Map<string, RequestedPermissions>();
  #effective = new Map<string, EffectivePermissions>();
  #unfolded = false;

  constructor(of: AccountModel) {
    super();
    this.#of = of;
  }

  /** What its app asks for against what it holds; absent until it was read, and for a custom account. */
  requested(place: string): RequestedPermissions | undefined {
    const found = this.#requested.get(place);
    return found?.app === undefined ? undefined : found;
  }

  /** What is in force; absent until it was unfolded and read. */
  effective(place: string): EffectivePermissions | undefined {
    return this.#effective.get(place);
  }

  /** Reads what is shown of a place, unless it is there. What was asked of the place before is not waited for. */
  async show(place: string): Promise<void> {
    const asks = this.#of.account?.app_type !== 'custom' && !this.#requested.has(place);
    const holds = this.#unfolded && !this.#effective.has(place);
    if (!asks && !holds) return;
    if (this.busy !== undefined) this.leave();
    const { clientId, administration } = this.#of;
    const where = place === COMPANY ? {} : { project: place };
    await this.look('show', async (signal) => {
      const requested = asks ? await administration.accounts.requestedPermissions(clientId, where, { signal }) : undefined;
      const effective = holds ? await administration.accounts.effectivePermissions(clientId, where, { signal }) : undefined;
      // What was asked before permissions changed may come all the same.
      signal.throwIfAborted();
      if (requested !== undefined) this.#requested.set(place, requested);
      if (effective !== undefined) this.#effective.set(place, effective);
    });
  }

  /** Whether what is in force is shown, too. */
  async unfold(unfolded: boolean, place: string): Promise<void> {
    this.#unfolded = unfolded;
    await this.show(place);
  }

  /** Forgets what was read, since permissions have changed. */
  outdate(): void {
    this.#requested.clear();
    this.#effective.clear();
    this.changed();
  }
}
