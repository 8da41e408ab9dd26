// Tokens: fetching one, and what an API call needs.
import type { Level } from './principal.js';

/** A token request (RFC 6749 section 4.4.2). */
export interface TokenRequest {
  readonly client_id: string;
  readonly client_secret: string;
  /** `<tool>:<level>` and `project=<id>`, separated by spaces. */
  readonly scope?: string;
  /** The audience (RFC 8707): one of yours, or the admin API's. */
  readonly resource?: string;
}

/** A token (RFC 6749 section 5.1). */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope?: string;
}

/** What an API call needs. */
export interface Need {
  /** The company whose API is called; another company's token is no valid one for it. */
  readonly company: string;
  /** A tool of the catalogue. */
  readonly tool: string;
  /** At least this level on it. */
  readonly level: Exclude<Level, 'none'>;
  /** Left out when the call is about the company. */
  readonly project?: string;
  /** The API's own audience; your first when left out. */
  readonly audience?: string;
}

/** A call that may go on. */
export interface Authorized {
  readonly client_id: string;
  readonly company: string;
  readonly tool: string;
  /** The level it holds there, at least what was needed. */
  readonly level: Level;
  readonly project?: string;
  /** When the token expires. */
  readonly expires_at: string;
}

/** The public half of a signing key (RFC 7518 section 6.2, RFC 8037). */
export type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

/** The published keys (RFC 7517 section 5). */
export interface Jwks {
  readonly keys: readonly (PublicJwk & {
    readonly kid: string;
    readonly alg: 'ES256' | 'EdDSA';
    readonly use: 'sig';
  })[];
}
