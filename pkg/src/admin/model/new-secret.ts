// Another secret for an account, beside those it has or in place of them.
import type { NewSecret as Wish } from '../../account.js';
import type { InputProblem } from '../../error.js';
import type { Credentials } from './credentials.js';
import { Form } from './form.js';
import { ShownOnce } from './shown-once.js';

/** After how many seconds the secrets before may end. */
export const OVERLAPS = [0, 900, 3600, 86_400, 604_800, 2_592_000] as const;

/** What is entered for a secret. */
export interface NewSecretForm {
  readonly name: string;
  /** RFC 3339; empty: as policy has it, or never. */
  readonly expires_at: string;
  /** Makes it a rotation: the other live secrets end after so many seconds. */
  readonly overlap_seconds: number | undefined;
}

const EMPTY: NewSecretForm = { name: '', expires_at: '', overlap_seconds: undefined };
/** How long both are good when nothing else is chosen. */
const USUAL = 86_400;

/** The form for a secret. What it makes is in `made` of the credentials. */
export class NewSecret extends Form<NewSecretForm> {
  readonly #of: Credentials;

  constructor(of: Credentials) {
    super(EMPTY);
    this.#of = of;
  }

  problems(): readonly InputProblem[] {
    return this.#of.of.administration.check('addSecret', this.#wish());
  }

  /** Begins one beside the others, or goes on with what was entered. */
  beginAdding(): void {
    this.reset({ ...this.entered, overlap_seconds: undefined });
  }

  /** Begins a rotation, with the longest usual overlap that policy and the limit allow, or goes on with what was entered. */
  beginRotation(): void {
    this.reset({ ...this.entered, overlap_seconds: [USUAL, 3600, 900].find((seconds) => this.allows(seconds) === undefined) ?? 0 });
  }

  /** Forgets what was entered. */
  cancel(): void {
    this.reset();
  }

  /** Why the others may not live on for so long: policy has a shorter one, or as many are live as may be. */
  allows(seconds: number): 'policy' | 'limit' | undefined {
    const { policy } = this.#of.of.administration.me ?? {};
    if (seconds > (policy?.overlap_seconds ?? 0)) return 'policy';
    return seconds > 0 && this.#of.room('secret') <= 0 ? 'limit' : undefined;
  }

  /** Makes it; whether it was made. */
  async add(): Promise<boolean> {
    if (this.busy !== undefined || !this.ready()) return false;
    const done = await this.change('add', async (signal) => {
      const { clientId, account, administration } = this.#of.of;
      const added = await administration.accounts.addSecret(clientId, this.#wish(), { signal });
      this.#of.made = new ShownOnce({ client_id: clientId, name: account?.name ?? clientId, ...added });
      this.reset();
      await this.#of.renew(signal);
      return true;
    });
    return done === true;
  }

  #wish(): Wish {
    const { name, expires_at, overlap_seconds } = this.entered;
    return { ...(name !== '' && { name }), ...(expires_at !== '' && { expires_at }), ...(overlap_seconds !== undefined && { overlap_seconds }) };
  }
}
