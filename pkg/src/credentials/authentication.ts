// How a program proves who it is to a token endpoint.
import type { Awaitable } from '../store.js';
import { imported, now, signed, type PrivateJwk, type SigningCryptoKey } from './jws.js';

/** By a secret (RFC 6749 section 2.3.1). */
export interface BySecret {
  readonly clientSecret: string;
  /** Where it goes: into the Authorization header unless this says the body. */
  readonly method?: 'client_secret_basic' | 'client_secret_post' | undefined;
  readonly clientKey?: never;
  readonly assertion?: never;
}

/** By a key of its own (`private_key_jwt`, RFC 7523): a new assertion for each request. */
export interface ByKey {
  readonly clientKey: SigningCryptoKey | PrivateJwk;
  /** The issuer, for whom the assertion is: as its metadata has it (RFC 8414). */
  readonly issuer: string;
  readonly clientSecret?: never;
  readonly assertion?: never;
}

/** By the JWT of an issuer that the account trusts (RFC 7523 section 2.1), such as a CI job or a pod has one: no secret is kept anywhere. */
export interface ByAssertion {
  /** Gives the JWT; asked before each request. */
  readonly assertion: () => Awaitable<string>;
  readonly clientSecret?: never;
  readonly clientKey?: never;
}

/** What the program has. */
export type Credential = BySecret | ByKey | ByAssertion;

/** The members of a credential, which have yet to be looked at. */
export interface Given {
  readonly clientSecret?: string | undefined;
  readonly method?: BySecret['method'] | undefined;
  readonly clientKey?: ByKey['clientKey'] | undefined;
  readonly issuer?: string | undefined;
  readonly assertion?: ByAssertion['assertion'] | undefined;
}

/** What a request says beside what is wished. */
export interface Proven {
  readonly form: Readonly<Record<string, string>>;
  /** What is nobody else's to know. */
  readonly secret: string;
  /** What says it in the header, where that has it. */
  readonly basic?: string;
}

const URN = 'urn:ietf:params:oauth:';
/** An assertion is used at once. */
const ASSERTION_SECONDS = 60;

/** Makes what proves the client, for one request after another. */
export function authentication(client_id: string | undefined, { clientSecret, method, clientKey, issuer, assertion }: Given): () => Promise<Proven> {
  const grant_type = 'client_credentials';
  if (client_id && assertion) {
    return async () => {
      const secret = await assertion();
      return { form: { grant_type: `${URN}grant-type:jwt-bearer`, client_id, assertion: secret }, secret };
    };
  }
  if (client_id && clientKey && issuer) {
    return async () => {
      const claims = { iss: client_id, sub: client_id, aud: issuer, exp: now() + ASSERTION_SECONDS };
      const secret = await signed(await imported(clientKey), { kid: (clientKey as PrivateJwk).kid }, claims);
      return { form: { grant_type, client_id, client_assertion_type: `${URN}client-assertion-type:jwt-bearer`, client_assertion: secret }, secret };
    };
  }
  if (!client_id || !clientSecret) throw new TypeError('`clientId`, or what proves it, is missing');
  if (method === 'client_secret_post') return async () => ({ form: { grant_type, client_id, client_secret: clientSecret }, secret: clientSecret });
  const basic = btoa(`${encoded(client_id)}:${encoded(clientSecret)}`);
  return async () => ({ form: { grant_type }, secret: clientSecret, basic });
}

/** As a form has it, which RFC 6749 asks for in the header, too. */
export function encoded(text: string): string {
  return `${new URLSearchParams([['', text]])}`.slice(1);
}
