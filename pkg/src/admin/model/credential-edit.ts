// A change of what a secret or a public key is called, and of when it ends.
import type { Secret } from '../../account.js';
import type { CredentialChange, Key } from '../../accounts/credential.js';
import type { InputProblem } from '../../error.js';
import { credentialId, type Credentials } from './credentials.js';
import { Form } from './form.js';
import { outdated } from './trouble.js';

/** What may be changed. */
export interface CredentialForm {
  readonly name: string;
  /** RFC 3339; empty: as policy has it, or never. */
  readonly expires_at: string;
}

const EMPTY: CredentialForm = { name: '', expires_at: '' };

/** The form for a change of a secret or a public key. */
export class CredentialEdit extends Form<CredentialForm> {
  /** What is changed, as it was when the change was decided. */
  looked: Secret | Key | undefined = undefined;
  /** As somebody else has made it meanwhile: to be looked at before it is changed. */
  theirs: Secret | Key | undefined = undefined;
  readonly #of: Credentials;
  /** Of the account, when theirs was read. */
  #revision: number | undefined = undefined;

  constructor(of: Credentials) {
    super(EMPTY);
    this.#of = of;
  }

  problems(): readonly InputProblem[] {
    const { looked } = this;
    // A secret and a key are changed by the same rules.
    return looked === undefined || !this.dirty ? [] : this.#of.of.administration.check('changeSecret', this.#wish(looked));
  }

  /** Begins to change a secret or a key, or goes on with what was entered for it. */
  begin(one: Secret | Key): void {
    if (this.looked !== undefined && credentialId(this.looked) === credentialId(one) && this.dirty) return;
    this.#stand(one);
  }

  /** Forgets what was entered. */
  cancel(): void {
    this.looked = undefined;
    this.theirs = undefined;
    this.reset();
  }

  #stand(one: Secret | Key): void {
    this.looked = one;
    this.theirs = undefined;
    this.reset(formOf(one));
    this.#revision = undefined;
  }

  override get dirty(): boolean {
    return this.looked !== undefined && Object.keys(this.#wish(this.looked)).length > 0;
  }

  /** Takes theirs for what is entered, and goes on from there. */
  takeTheirs(): void {
    const { theirs } = this;
    if (theirs === undefined) return;
    const revision = this.#revision;
    this.#stand(theirs);
    this.#revision = revision;
  }

  /** Changes it; whether it is now as it was entered. What another has changed meanwhile is in `theirs`, and the next call changes that. */
  async save(): Promise<boolean> {
    if (this.busy !== undefined || this.looked === undefined || !this.ready()) return false;
    const done = await this.change('save', async (signal) => {
      const looked = this.theirs ?? this.looked;
      if (looked === undefined) return false;
      this.looked = looked;
      this.theirs = undefined;
      await this.#send(looked, signal);
      this.looked = undefined;
      await this.#of.renew(signal);
      return true;
    });
    return done === true;
  }

  async #send(looked: Secret | Key, signal: AbortSignal): Promise<void> {
    const { clientId, administration } = this.#of.of;
    const { accounts } = administration;
    const id = credentialId(looked);
    const isSecret = 'secret_id' in looked;
    let revision = this.#revision ?? (isSecret ? this.#of.secrets : this.#of.keys)?.revision ?? 0;
    for (;;) {
      const wish = this.#wish(looked);
      if (Object.keys(wish).length === 0) return;
      try {
        await (isSecret ? accounts.changeSecret(clientId, id, wish, { revision, signal }) : accounts.changeKey(clientId, id, wish, { revision, signal }));
        return;
      } catch (thrown) {
        if (!outdated(thrown)) throw thrown;
        const list = await (isSecret ? accounts.listSecrets(clientId, { signal }) : accounts.listKeys(clientId, { signal }));
        const since = (list.items as readonly (Secret | Key)[]).find((one) => credentialId(one) === id);
        // Where an answer was lost, what has changed it may be what was sent before.
        if (since !== undefined && same(formOf(since), this.entered)) return;
        if (since === undefined || since.live !== looked.live || !same(formOf(since), formOf(looked))) {
          this.theirs = since;
          this.#revision = list.revision;
          throw thrown;
        }
        // Something else of the account was changed: what this was decided on is as it was.
        revision = list.revision;
      }
    }
  }

  #wish(looked: Secret | Key): CredentialChange {
    const before = formOf(looked);
    const { name, expires_at } = this.entered;
    return {
      ...(name !== before.name && { name: name === '' ? null : name }),
      ...(expires_at !== before.expires_at && { expires_at: expires_at === '' ? null : expires_at }),
    };
  }
}

function formOf({ name = '', expires_at = '' }: Secret | Key): CredentialForm {
  return { name, expires_at };
}

function same(one: CredentialForm, other: CredentialForm): boolean {
  return one.name === other.name && one.expires_at === other.expires_at;
}
