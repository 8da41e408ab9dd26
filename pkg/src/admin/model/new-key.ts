// A public key for an account, which signs with the private one instead of sending a secret.
import type { ClientJwk, NewKey as Wish } from '../../accounts/credential.js';
import type { InputProblem } from '../../error.js';
import type { Credentials } from './credentials.js';
import { Form } from './form.js';

/** What is entered for a public key. */
export interface NewKeyForm {
  /** A JWK as text, or a set with one. */
  readonly text: string;
  readonly name: string;
  /** RFC 3339; empty: as policy has it, or never. */
  readonly expires_at: string;
}

/** Why a text is no public key that could be sent: it is PEM, no JSON, a set with more than one, or nothing of the kind. */
export type JwkFault = 'missing' | 'pem' | 'json' | 'several' | 'unknown';

const EMPTY: NewKeyForm = { text: '', name: '', expires_at: '' };
/** What a public key is made of. Nothing else is sent, so that a private key stays here. */
const PUBLIC = ['kty', 'crv', 'x', 'y', 'n', 'e', 'alg', 'kid', 'use', 'key_ops'];
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** The form for a public key. */
export class NewKey extends Form<NewKeyForm> {
  readonly #of: Credentials;
  #sent = false;

  constructor(of: Credentials) {
    super(EMPTY);
    this.#of = of;
  }

  problems(): readonly InputProblem[] {
    const { name, expires_at } = this.entered;
    // What the key is, `fault` and the service say.
    return this.#of.of.administration.check('changeKey', { ...(name !== '' && { name }), ...(expires_at !== '' && { expires_at }) });
  }

  /** Why what was entered is no key; nothing while nobody has tried to send an empty one. */
  get fault(): JwkFault | undefined {
    const { fault } = readJwk(this.entered.text);
    return fault === 'missing' && !this.#sent ? undefined : fault;
  }

  /** Whether a private key was entered: its public half alone is sent, and it was shown to this page for nothing. */
  get isPrivate(): boolean {
    return readJwk(this.entered.text).isPrivate;
  }

  /** Begins with an empty form, or goes on with what was entered. */
  begin(): void {
    if (!this.dirty) this.cancel();
  }

  /** Forgets what was entered. */
  cancel(): void {
    this.#sent = false;
    this.reset();
  }

  /** Adds it; whether it was added. */
  async add(): Promise<boolean> {
    this.#sent = true;
    const { jwk } = readJwk(this.entered.text);
    if (this.busy !== undefined || !this.ready() || jwk === undefined) {
      this.changed();
      return false;
    }
    const done = await this.change('add', async (signal) => {
      const { clientId, administration } = this.#of.of;
      const { name, expires_at } = this.entered;
      const wish: Wish = { jwk, ...(name !== '' && { name }), ...(expires_at !== '' && { expires_at }) };
      await administration.accounts.addKey(clientId, wish, { signal });
      this.cancel();
      await this.#of.renew(signal);
      return true;
    });
    return done === true;
  }
}

/** The public key in a text, whatever else may be wrong with it: that the service says. */
export function readJwk(text: string): { readonly jwk?: ClientJwk; readonly fault?: JwkFault; readonly isPrivate: boolean } {
  const isPrivate = false;
  if (text.trim() === '') return { fault: 'missing', isPrivate };
  if (text.includes('-----BEGIN ')) return { fault: 'pem', isPrivate };
  const told = parsed(text);
  if (told === undefined) return { fault: 'json', isPrivate };
  const keys: unknown = Object(told).keys;
  if (Array.isArray(keys) && keys.length !== 1) return { fault: 'several', isPrivate };
  const key = Object(Array.isArray(keys) ? keys[0] : told) as Record<string, unknown>;
  if (typeof key['kty'] !== 'string') return { fault: 'unknown', isPrivate };
  const jwk = Object.fromEntries(PUBLIC.filter((name) => Object.hasOwn(key, name)).map((name) => [name, key[name]]));
  const secret = PRIVATE.some((name) => Object.hasOwn(key, name));
  // A private key's operations are not those of its public half.
  if (secret) delete jwk['key_ops'];
  return { jwk: jwk as unknown as ClientJwk, isPrivate: secret };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
