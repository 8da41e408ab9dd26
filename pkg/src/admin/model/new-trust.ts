// Trust of an account in an outside issuer, such as a CI service, whose JWTs it gets tokens with instead of a secret.
import type { Claims, ClaimValue, NewTrust as Wish, Preset } from '../../accounts/credential.js';
import type { InputProblem } from '../../error.js';
import type { Credentials } from './credentials.js';
import { Form } from './form.js';
import { PRESETS, type ClaimRow } from './preset.js';

/** What is entered for a trust. */
export interface NewTrustForm {
  /** The platform; empty: another, whose rules are not known. */
  readonly preset: Preset | '';
  /** Empty: the platform's own. */
  readonly issuer: string;
  readonly audience: string;
  readonly claims: readonly ClaimRow[];
  readonly once: boolean;
  readonly name: string;
  /** RFC 3339; empty: never. */
  readonly expires_at: string;
}

const EMPTY: NewTrustForm = of('github_actions', { preset: '', issuer: '', audience: '', claims: [], once: false, name: '', expires_at: '' });
const OTHER: readonly ClaimRow[] = [{ name: 'sub', form: 'text', value: '' }];
/** The most claims that a trust may ask for. */
const CLAIMS = 16;

/** The form for a trust. */
export class NewTrust extends Form<NewTrustForm> {
  readonly #of: Credentials;

  constructor(of: Credentials) {
    super(EMPTY);
    this.#of = of;
  }

  problems(): readonly InputProblem[] {
    return this.#of.of.administration.check('addTrust', this.wish());
  }

  /** Begins with an empty form, or goes on with what was entered. */
  begin(): void {
    if (!this.dirty) this.cancel();
  }

  /** Forgets what was entered. */
  cancel(): void {
    this.reset();
  }

  /** Takes a platform, with the claims that it asks for; what is entered of others stays with their names. */
  choose(preset: Preset | ''): void {
    this.reset(of(preset, this.entered));
  }

  /** Takes one row of the claims; `undefined` takes it out. */
  claim(index: number, row: ClaimRow | undefined): void {
    const { claims } = this.entered;
    this.enter('claims', claims.flatMap((kept, at) => (at !== index ? kept : (row ?? []))));
  }

  /** One more row. */
  addClaim(): void {
    if (this.entered.claims.length < CLAIMS) this.enter('claims', [...this.entered.claims, { name: '', form: 'text', value: '' }]);
  }

  /** Adds the trust; whether it was added. */
  async add(): Promise<boolean> {
    if (this.busy !== undefined || !this.ready()) return false;
    const done = await this.change('add', async (signal) => {
      const { clientId, administration } = this.#of.of;
      await administration.accounts.addTrust(clientId, this.wish(), { signal });
      this.cancel();
      await this.#of.renew(signal);
      return true;
    });
    return done === true;
  }

  /** What is sent. Rows of which nothing was entered are not in it. */
  wish(): Wish {
    const { preset, issuer, audience, claims, once, name, expires_at } = this.entered;
    const wanted = claims.filter((row) => row.name !== '' && row.value !== '').map((row) => [row.name, valueOf(row)] as const);
    return {
      audience,
      claims: Object.fromEntries(wanted) as Claims,
      once,
      ...(preset !== '' && { preset }),
      ...(issuer !== '' && { issuer }),
      ...(name !== '' && { name }),
      ...(expires_at !== '' && { expires_at }),
    };
  }
}

function of(preset: Preset | '', entered: NewTrustForm): NewTrustForm {
  const { once, claims } = preset === '' ? { once: false, claims: OTHER } : PRESETS[preset];
  return { ...entered, preset, once, claims, issuer: '' };
}

/** What is no number stays a text, of which the service says that it is none. */
function valueOf({ form, value }: ClaimRow): ClaimValue {
  if (form === 'prefix') return { prefix: value };
  if (form === 'boolean') return value === 'true';
  return form === 'number' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
