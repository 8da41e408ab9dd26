// An account’s secrets, public keys and outside issuers.
import type { Secret, SecretList } from '../../account.js';
import type { Key, KeyList, Trust, TrustList } from '../../accounts/credential.js';
import type { AccountModel } from './account.js';
import { CredentialEdit } from './credential-edit.js';
import { NewKey } from './new-key.js';
import { NewSecret } from './new-secret.js';
import { NewTrust } from './new-trust.js';
import { Screen } from './screen.js';

/** What an account proves itself with. */
export type CredentialKind = 'secret' | 'key' | 'trust';

/** How many public keys and how many trusts of an account may be live at a time; of secrets, policy says it. */
const LIVE_KEYS = 4;
const LIVE_TRUSTS = 8;

/** An account’s secrets, public keys and outside issuers. */
export class Credentials extends Screen {
  readonly of: AccountModel;
  secrets: SecretList | undefined = undefined;
  keys: KeyList | undefined = undefined;
  trusts: TrustList | undefined = undefined;
  /** Whether something was changed after which they could not be read anew. */
  outdated = false;
  readonly newSecret: NewSecret;
  readonly newKey: NewKey;
  readonly newTrust: NewTrust;
  readonly edit: CredentialEdit;

  constructor(of: AccountModel) {
    super();
    this.of = of;
    this.newSecret = this.#part(new NewSecret(this));
    this.newKey = this.#part(new NewKey(this));
    this.newTrust = this.#part(new NewTrust(this));
    this.edit = this.#part(new CredentialEdit(this));
  }

  /** Reads them, unless they are there as of the account's last known change. */
  async show(): Promise<void> {
    if (!this.of.administration.may('administer_accounts')) return;
    if (this.secrets === undefined || this.outdated || this.secrets.revision < (this.of.account?.revision ?? 0)) await this.reload();
  }

  /** Looks again at what is there. */
  async reload(): Promise<void> {
    await this.look('reload', (signal) => this.#read(signal));
  }

  override leave(): void {
    super.leave();
    for (const part of [this.newSecret, this.newKey, this.newTrust, this.edit]) part.leave();
  }

  /** Revokes one: tokens that were fetched by it are refused from now on. */
  async revoke(kind: CredentialKind, id: string): Promise<boolean> {
    return await this.#done('revoke', async (signal) => {
      const { clientId, administration, reason } = this.of;
      const { accounts } = administration;
      const options = { signal, ...(reason.trim() !== '' && { reason: reason.trim() }) };
      if (kind === 'secret') await accounts.revokeSecret(clientId, id, options);
      else if (kind === 'key') await accounts.revokeKey(clientId, id, options);
      else await accounts.revokeTrust(clientId, id, options);
      await this.renew(signal);
    });
  }

  /** Ends the other live secrets, since this one is in use. Refused with `secret_not_in_use` until it has been seen to be. */
  async finishRotation(secretId: string): Promise<boolean> {
    return await this.#done('finishRotation', async (signal) => {
      const { clientId, administration, reason } = this.of;
      const { secrets } = this;
      await administration.accounts.finishRotation(clientId, secretId, { signal, ...(secrets && { revision: secrets.revision }), ...(reason.trim() !== '' && { reason: reason.trim() }) });
      await this.renew(signal);
    });
  }

  /** The secret that was made is stored: forgets it. */
  close(): void {
    this.made?.close();
    this.made = undefined;
    this.changed();
  }

  /** Those with which tokens can be fetched; a secret that was made last comes first. */
  get liveSecrets(): readonly Secret[] {
    return (this.secrets?.items ?? []).filter(({ live }) => live).reverse();
  }

  /** Whether anything was entered that would be lost. */
  get dirty(): boolean {
    return this.newSecret.dirty || this.newKey.dirty || this.newTrust.dirty || this.edit.dirty;
  }

  /** How many more may be live. */
  room(kind: CredentialKind): number {
    const live = (list: { readonly items: readonly { readonly live: boolean }[] } | undefined) => (list?.items ?? []).filter(({ live }) => live).length;
    if (kind === 'key') return LIVE_KEYS - live(this.keys);
    if (kind === 'trust') return LIVE_TRUSTS - live(this.trusts);
    return (this.of.administration.me?.policy.live_secrets ?? 1) - live(this.secrets);
  }

  /** When the next live secret ends by itself. */
  get nextEnd(): string | undefined {
    return this.liveSecrets.flatMap(({ expires_at }) => expires_at ?? []).sort()[0];
  }

  /** What a change of ours has left, and the account with its new revision. It is not the change that fails where this does. */
  async renew(signal: AbortSignal): Promise<void> {
    this.outdated = true;
    const { clientId, administration } = this.of;
    try {
      const [account] = await Promise.all([administration.accounts.getAccount(clientId, { signal }), this.#read(signal)]);
      this.of.became(account);
    } catch {
      // It stays outdated, and says so.
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { clientId, administration } = this.of;
    const { accounts } = administration;
    const [secrets, keys, trusts] = await Promise.all([
      accounts.listSecrets(clientId, { signal }),
      accounts.listKeys(clientId, { signal }),
      accounts.listTrusts(clientId, { signal }),
    ]);
    this.secrets = secrets;
    this.keys = keys;
    this.trusts = trusts;
    this.outdated = false;
    this.changed();
  }

  async #done(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const done = await this.change(name, async (signal) => {
      await work(signal);
      this.of.explain('');
      return true;
    });
    return done === true;
  }

  #part<Model extends Screen>(model: Model): Model {
    model.subscribe(() => this.changed());
    return model;
  }
}

/** The id of a credential, of whichever kind. */
export function credentialId(one: Secret | Key | Trust): string {
  if ('secret_id' in one) return one.secret_id;
  return 'kid' in one ? one.kid : one.trust_id;
}
