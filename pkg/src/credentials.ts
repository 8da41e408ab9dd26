// For the program that calls APIs: tokens by client credentials, fetched when they are needed and kept until shortly before their end. No WebAssembly.
import { unlessAborted, type Patience } from './client/patience.js';
import { authentication, type Credential, type Given } from './credentials/authentication.js';
import { NONCE, fetched, type AccessToken, type Endpoint, type Fetched, type TokenWish } from './credentials/endpoint.js';
import { proverBy, type SigningKeyPair } from './credentials/prover.js';
import { own } from './own.js';

export type { Patience } from './client/patience.js';
export type { ByAssertion, ByKey, BySecret, Credential } from './credentials/authentication.js';
export type { AccessToken, TokenWish } from './credentials/endpoint.js';
export { TokenError, type TokenFailureCode } from './credentials/error.js';
export type { PrivateJwk, SigningCryptoKey } from './credentials/jws.js';
export type { SigningKeyPair } from './credentials/prover.js';
export type { TokenErrorCode } from './error.js';
export type { Awaitable } from './store.js';

/** Who asks where, and what the tokens are for unless `for` says otherwise. */
export type ClientCredentialsOptions = Credential & TokenWish & Patience & WhereAndHow;

/** Where tokens are fetched, by which client, and how. */
export interface WhereAndHow {
  /** Its address: `https`, or `http` on loopback. */
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** Binds the tokens to a key (RFC 9449): to one that is made for this program and never leaves it, or to your own. */
  readonly dpop?: boolean | SigningKeyPair | undefined;
  /** In place of the platform's. */
  readonly fetch?: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

/** Tokens of one client. */
export interface Tokens {
  /**
   * A token that is good for a while yet. Calls at the same time share one request, so that a `signal` ends the wait of its caller alone. Rejects with a `TokenError`, or with
   * the signal's reason.
   */
  token(options?: { readonly signal?: AbortSignal | undefined }): Promise<AccessToken>;
  /**
   * As the platform's `fetch`, with a token, and where tokens are bound a proof for each request. Once more after a 401, with a new token or with the nonce that was asked
   * for; a body that is a stream is sent once. All other answers are yours, as they are. It needs no `this`.
   */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The tokens of the same client for something else: another resource, or a smaller scope. What is left out stays, what is undefined is cleared. They are kept by what they are for. */
  for(wish: TokenWish): Tokens;
}

/** The most tokens that are kept at a time; then the one that was asked for first goes. */
const KEPT = 100;

/** Fetches nothing yet. Throws a `TypeError` for options that cannot be meant. */
export function clientCredentials(options: ClientCredentialsOptions): Tokens {
  const { tokenEndpoint, clientId, dpop, fetch: send = (url, init) => fetch(url, init), ...others } = own<Members>(options);
  const prover = dpop ? proverBy(dpop) : undefined;
  return tokens({ ...others, url: address(tokenEndpoint), prove: authentication(clientId, others), prover, fetch: send }, new Map(), others);
}

type Members = WhereAndHow & Given & TokenWish & Patience;
type Sender = Endpoint & { readonly fetch: NonNullable<WhereAndHow['fetch']> };

/** A token that is under way or there. */
interface Held {
  readonly work: Promise<Fetched>;
  value?: Fetched;
}

function tokens(endpoint: Sender, kept: Map<string, Held>, { scope, resource, audience }: TokenWish): Tokens {
  const { prover, fetch } = endpoint;
  const wish = { scope, resource, audience };
  const name = JSON.stringify(wish);

  /** What is held, unless it is at its end or was refused. */
  async function token(signal?: AbortSignal, refused?: AccessToken): Promise<AccessToken> {
    const held = kept.get(name);
    const isGood = held && !(held.value && (held.value.token === refused || held.value.until <= Date.now()));
    return (await unlessAborted(isGood ? held.work : begun(), signal)).token;
  }

  function begun(): Promise<Fetched> {
    kept.delete(name);
    for (const first of kept.keys()) if (kept.size >= KEPT) kept.delete(first);
    const work = fetched(endpoint, wish);
    const held: Held = { work };
    kept.set(name, held);
    work.then(
      (value) => (held.value = value),
      () => kept.get(name) === held && kept.delete(name),
    );
    return work;
  }

  async function call(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const once = init?.body instanceof ReadableStream;
    let using = await token(request.signal);
    for (let [renewed, challenged] = [once, once]; ; ) {
      const sent = once ? request : request.clone();
      sent.headers.set('authorization', `${using.token_type} ${using.access_token}`);
      if (prover) sent.headers.set('dpop', await prover.proof(sent.method, sent.url, using.access_token));
      const answer = await fetch(sent);
      const asksNonce = prover?.note(sent.url, answer) && answer.headers.get('www-authenticate')?.includes(NONCE);
      if (answer.status !== 401 || (asksNonce ? challenged : renewed)) return answer;
      await answer.body?.cancel();
      if (asksNonce) challenged = true;
      else {
        renewed = true;
        using = await token(request.signal, using);
      }
    }
  }

  return { token: (options) => token(own(options).signal), fetch: call, for: (other) => tokens(endpoint, kept, { ...wish, ...own(other) }) };
}

/** What proves the client goes over TLS, and no password is in an address that errors tell. */
function address(endpoint: string | undefined): string {
  // What is thrown for an address that is none has all of it.
  const href = URL.canParse(endpoint as string) ? new URL(endpoint as string).href : '';
  if (/^(https:|http:\/\/(localhost|127[\d.]+|\[::1\])[:/])[^@]+$/.test(href)) return href;
  throw new TypeError('`tokenEndpoint` is https, or http on loopback');
}
