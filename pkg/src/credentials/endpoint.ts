// The token endpoint: a request for a token, and what is made of its answer.
import { pause, seconds, waitMs, type Patience } from '../client/patience.js';
import { encoded, type Proven } from './authentication.js';
import { TokenError } from './error.js';
import type { Prover } from './prover.js';

/** What a token is for. */
export interface TokenWish {
  /** What it is limited to (RFC 6749 section 3.3). */
  readonly scope?: string | undefined;
  /** The audiences (RFC 8707). */
  readonly resource?: string | readonly string[] | undefined;
  /** The audience, for servers that have a parameter `audience` in place of `resource`. */
  readonly audience?: string | undefined;
}

/** A token. Its text is no member of its own, so that no log and no JSON of it has it. */
export class AccessToken {
  declare readonly token_type: 'Bearer' | 'DPoP';
  /** When it ends (RFC 3339); undefined where the server does not say. */
  declare readonly expires_at: string | undefined;
  /** What it is limited to, if the server says so. */
  declare readonly scope: string | undefined;
  readonly #text: string;

  /** @internal */
  constructor(text: string, said: Pick<AccessToken, 'token_type' | 'expires_at' | 'scope'>) {
    this.#text = text;
    Object.assign(this, said);
  }

  /** The text, as it goes behind the type into `Authorization`. */
  get access_token(): string {
    return this.#text;
  }
}

/** Where tokens come from. */
export interface Endpoint extends Patience {
  readonly url: string;
  readonly prove: () => Promise<Proven>;
  readonly prover: Prover | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** A token, and until when (in ms) it is used. */
export interface Fetched {
  readonly token: AccessToken;
  readonly until: number;
}

/** A request that is not answered by then is given up. */
const ANSWER_MS = 30_000;
/** A token is not used any more so long before its end, or in the last tenth of a shorter life: the call has to arrive, and clocks differ. */
const MARGIN_MS = 60_000;
/** The last moment that there is. */
const LAST = 8.64e15;
/** The code, and at an API the error in the challenge, that asks for a nonce. */
export const NONCE = 'use_dpop_nonce';

/** Fetches a token; what was not answered, or is to come later, is asked again. */
export async function fetched(endpoint: Endpoint, wish: TokenWish): Promise<Fetched> {
  for (let sent = 1; ; sent += 1) {
    const made = await asked(endpoint, wish);
    if (!(made instanceof TokenError)) return made;
    const wait = waitMs(made, sent, endpoint);
    if (wait === undefined) throw made;
    await pause(wait);
  }
}

/** One request, and a second with the nonce that was asked for. */
async function asked(endpoint: Endpoint, wish: TokenWish, challenged = false): Promise<Fetched | TokenError> {
  const { url, prove, prover, fetch } = endpoint;
  const begun = Date.now();
  const { form, secret, basic } = await prove();
  const dpop = prover && { dpop: await prover.proof('POST', url) };
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', ...(basic && { authorization: `Basic ${basic}` }), ...dpop },
      body: parameters({ ...form, ...wish }),
      // What proves the client goes nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    // What breaks off is no answer; what is no JSON is one of somebody else.
    const told: unknown = await new Response(await answer.text()).json().catch(() => null);
    const made = read(answer, Object(told), begun, prover ? 'DPoP' : 'Bearer', [secret, encoded(secret), basic]);
    const asksAgain = prover?.note(url, answer) && (made as Partial<TokenError>).code === NONCE;
    return asksAgain && !challenged ? asked(endpoint, wish, true) : made;
  } catch (cause) {
    return new TokenError('unavailable', 'not reached', { cause });
  }
}

function parameters(form: object): URLSearchParams {
  const made = new URLSearchParams();
  for (const [name, values] of Object.entries(form)) {
    for (const value of [values ?? []].flat()) made.append(name, value);
  }
  return made;
}

/** Any type of token but the one that was asked for is none that this program can use. */
function read({ ok, status, headers }: Response, told: Record<string, unknown>, begun: number, type: 'Bearer' | 'DPoP', secrets: readonly (string | undefined)[]): Fetched | TokenError {
  const more = { status, retryAfter: seconds(headers.get('retry-after')) };
  const { access_token: text, token_type, expires_in, scope, error, error_description } = told;
  if (ok && typeof text === 'string' && /^[!-~]+$/.test(text) && `${token_type}`.toLowerCase() === type.toLowerCase()) {
    const life = ((expires_in ?? Infinity) as number) * 1000;
    const end = begun + life;
    const token = new AccessToken(text, {
      token_type: type,
      expires_at: end < LAST ? new Date(end).toISOString() : undefined,
      scope: typeof scope === 'string' ? scope : undefined,
    });
    return { token, until: end - Math.min(MARGIN_MS, life / 10) };
  }
  const repeats = (text: string) => secrets.some((secret) => secret && text.includes(secret));
  if (ok || typeof error !== 'string' || !/^\w{1,64}$/.test(error) || repeats(error)) return new TokenError('unavailable', `status ${status}, no ${type} token`, more);
  // A server's words, of one line, unless they repeat what it was sent.
  const words = `${error_description ?? ''}`;
  return new TokenError(error, /^[ -~]{1,500}$/.test(words) && !repeats(words) ? words : '', more);
}
