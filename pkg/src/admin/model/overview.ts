// An account as such: its details, disabling and enabling, its tokens, its end.
import type { AccountModel } from './account.js';
import { Details } from './details.js';
import { Screen } from './screen.js';
import { outdated } from './trouble.js';

/** How often a later end is held to a revision anew when the end is still what it was. */
const TRIES = 4;
const MONTH_MS = 30 * 86_400_000;

/** An account as such: its details, disabling and enabling, its tokens, its end. */
export class Overview extends Screen {
  readonly of: AccountModel;
  readonly details: Details;
  /** The end that it is to have, as it was entered; empty: none. */
  newEnd = '';
  /** Whether it was deleted here. */
  deleted = false;

  constructor(of: AccountModel) {
    super();
    this.of = of;
    this.details = new Details(of);
    this.details.subscribe(() => this.changed());
  }

  /** Reads when the account was last used, unless that is there: what depends on it is told before it is stopped. */
  async show(): Promise<void> {
    const { usage } = this.of;
    if (!this.deleted && usage.usage === undefined) await usage.reload();
  }

  /** Lets a disabled account work again. Answers whether it was done. */
  async enable(): Promise<boolean> {
    const done = await this.change('enable', async (signal) => {
      this.of.became(await this.of.administration.accounts.enableAccount(this.of.clientId, { signal }));
      return true;
    });
    return done === true;
  }

  /** Lets it work no more until it is enabled. The reason is for other administrators. Answers whether it was done. */
  async disable(reason: string): Promise<boolean> {
    const done = await this.change('disable', async (signal) => {
      this.of.became(await this.of.administration.accounts.disableAccount(this.of.clientId, { reason }, { signal }));
      return true;
    });
    return done === true;
  }

  /** Begins to give it another end: a month from now, until another is entered. */
  beginEnd(): void {
    this.enterEnd(new Date(this.of.administration.now() + MONTH_MS).toISOString().replace(/\.\d+/, ''));
  }

  /** When the account is to end. */
  enterEnd(at: string): void {
    this.newEnd = at;
    if (this.trouble?.kind === 'input') this.trouble = undefined;
    this.changed();
  }

  /** Gives it the end that was entered. When another administrator has changed the end meanwhile, that is shown and nothing is done. */
  async end(): Promise<boolean> {
    const at = this.newEnd === '' ? null : this.newEnd;
    const done = await this.change('end', async (signal) => {
      const { accounts } = this.of.administration;
      const expected = this.of.account?.expires_at;
      for (let tried = 1; ; tried += 1) {
        const revision = this.of.account?.revision ?? 0;
        try {
          this.of.became(await accounts.updateAccount(this.of.clientId, { expires_at: at }, { revision, signal }));
          return true;
        } catch (thrown) {
          if (!outdated(thrown)) throw thrown;
          const account = await accounts.getAccount(this.of.clientId, { signal });
          this.of.became(account);
          if (account.expires_at !== expected || tried === TRIES) throw thrown;
        }
      }
    });
    return done === true;
  }

  /** Refuses all tokens that are out; the credentials stay. */
  async revokeTokens(reason: string): Promise<boolean> {
    const done = await this.change('revokeTokens', async (signal) => {
      await this.of.administration.accounts.revokeTokens(this.of.clientId, { signal, ...noted(reason) });
      return true;
    });
    return done === true;
  }

  /** Deletes it. It can be brought back for as long as policy says, but without its credentials. */
  async remove(reason: string): Promise<boolean> {
    const done = await this.change('remove', async (signal) => {
      await this.of.administration.accounts.deleteAccount(this.of.clientId, { signal, ...noted(reason) });
      this.deleted = true;
      this.of.ended();
      return true;
    });
    return done === true;
  }

  override leave(): void {
    super.leave();
    this.details.leave();
  }
}

/** A reason that nobody gave is left out. */
export function noted(reason: string): { readonly reason?: string } {
  return reason === '' ? {} : { reason };
}
