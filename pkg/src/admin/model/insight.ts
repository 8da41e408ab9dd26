// What an account's app asks for in a place, and what is in force there.
import type { EffectivePermissions, RequestedPermissions } from '../../accounts/permission.js';
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** What is known of a place beside the levels that were set there. */
export class Insight extends Screen {
  readonly #of: AccountModel;
  #requested = new Map<string, RequestedPermissions>();
  #effective = new Map<string, EffectivePermissions>();

  constructor(of: AccountModel) {
    super();
    this.#of = of;
  }

  /** What its app asks for against what it holds; absent until it was read, and of a custom account. */
  requested(place: string): RequestedPermissions | undefined {
    return this.#requested.get(place);
  }

  /** What is in force, once `showEffective` has read it. */
  effective(place: string): EffectivePermissions | undefined {
    return this.#effective.get(place);
  }

  /** Reads what the app asks for in a place, unless it is there. */
  async show(place: string): Promise<void> {
    if (this.#of.account?.app_type === 'custom' || this.#requested.has(place)) return;
    await this.#instead('show', async (signal) => {
      const { accounts } = this.#of.administration;
      this.#requested.set(place, await accounts.requestedPermissions(this.#of.clientId, where(place), { signal }));
    });
  }

  /** Reads what is in force in a place, unless it is there. */
  async showEffective(place: string): Promise<void> {
    if (this.#effective.has(place)) return;
    await this.#instead('effective', async (signal) => {
      const { accounts } = this.#of.administration;
      this.#effective.set(place, await accounts.effectivePermissions(this.#of.clientId, where(place), { signal }));
    });
  }

  /** Forgets what was read, since permissions have changed. */
  outdate(): void {
    this.#requested.clear();
    this.#effective.clear();
    this.changed();
  }

  /** What was asked of the place before is not waited for. */
  async #instead(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.busy === name) this.leave();
    await this.look(name, work);
  }
}

function where(place: string): { readonly project?: string } {
  return place === '' ? {} : { project: place };
}
