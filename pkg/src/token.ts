// Tokens: fetching one, and what an API call needs.
import type { Level } from './principal.js';

/** A token request (RFC 6749 section 4.4.2). */
export interface TokenRequest {
  readonly client_id: string;
  readonly client_secret: string;
  /** `<tool>:<level>`, `<tool>.<action>` and `project=<id>`, separated by spaces. */
  readonly scope?: string;
  /** The audiences (RFC 8707): some of yours, or the admin API's alone. */
  readonly resource?: string | readonly string[];
  /** A DPoP proof (RFC 9449) for `POST` and `<issuer>/oauth/token`, though nothing is posted; the token is bound to its key. */
  readonly dpop?: string;
}

/** A token (RFC 6749 section 5.1). */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope?: string;
  /** In the lenient mode, when it was issued, in Unix seconds. */
  readonly created_at?: number;
  /** The nonce that the next proof has to carry, where proofs need one; over HTTP it is the header `DPoP-Nonce`. */
  readonly dpop_nonce?: string;
}

/** An outside issuer, whose JWTs accounts may trust. */
export interface TrustedIssuer {
  /** Its `iss`. */
  readonly issuer: string;
  /** Its JWKS (RFC 7517 section 5), as it publishes it; without a key, the issuer is removed. */
  readonly jwks: { readonly keys: readonly unknown[] };
}

/** What became of an issuer's JWKS that was entered. */
export interface EnteredIssuer {
  /** The keys by which the issuer is known from now on; none, and it is no trusted issuer any more. */
  readonly known: readonly KnownKey[];
  /** The entries that were left out. */
  readonly ignored: readonly IgnoredKey[];
}

/** A key of an issuer's that was understood. */
export interface KnownKey {
  /** As the issuer calls it: any text. */
  readonly kid?: string;
  /** Its thumbprint (RFC 7638). */
  readonly thumbprint: string;
  /** The algorithms that it is taken with. */
  readonly algorithms: readonly ('ES256' | 'EdDSA' | 'RS256' | 'PS256')[];
}

/** An entry of an issuer's JWKS that was left out. */
export interface IgnoredKey {
  /** Which entry it is, from 0. */
  readonly index: number;
  /** Its `kid`, if that is a text of at most 1,024 bytes. */
  readonly kid?: string;
  /** Why. */
  readonly reason: string;
}

/** What an API call needs: a level or an action. */
export type Need = NeedOn & (NeedLevel | NeedAction);

/** At least a level. */
export interface NeedLevel {
  readonly level: Exclude<Level, 'none'>;
  readonly action?: never;
}

/** An action, by a level that includes it or by a grant of its own. */
export interface NeedAction {
  /** An action of the tool. */
  readonly action: string;
  readonly level?: never;
}

/** On which tool something is needed, and where. */
export interface NeedOn {
  /** The company whose API is called; another company's token is no valid one for it. */
  readonly company: string;
  /** A tool of the catalogue. */
  readonly tool: string;
  /** Left out when the call is about the company. */
  readonly project?: string;
  /** The API's own audience; your first when left out. */
  readonly audience?: string;
  /**
   * By which scheme and host the API is called, `https://api.acme.example`: a DPoP proof has to be for these, whatever the request's address says. Name
   * it where that address is made of what the caller sent, as servers in Node make it of the header `Host`: another API that was sent a token and a proof
   * could otherwise send both on to yours, with its own name as `Host`. Tokens that are bound to no key do not need it.
   */
  readonly origin?: string;
}

/** Whose access tokens `verify` takes. */
export type TokensOf = TokensOfCompany | TokensOfAnyCompany;

/** Those of the company whose API is called; another company's token is no valid one for it. */
export interface TokensOfCompany {
  readonly company: string;
  readonly anyCompany?: never;
}

/** Those of every company: you compare the token's `company` with the company whose data is asked for. */
export interface TokensOfAnyCompany {
  readonly anyCompany: true;
  readonly company?: never;
}

/** A call that may go on. */
export interface Authorized {
  readonly client_id: string;
  readonly company: string;
  readonly tool: string;
  /** The level it holds there, at least what was needed; with an action it may be `none`. */
  readonly level: Level;
  /** The action that was needed. */
  readonly action?: string;
  readonly project?: string;
  /** When the token expires. */
  readonly expires_at: string;
}

/** What a good access token says (RFC 9068 section 2.2, RFC 7662 section 2.2). */
export interface ActiveToken {
  readonly iss: string;
  readonly aud: string | readonly string[];
  readonly client_id: string;
  readonly sub: string;
  /** When it expires and was issued, in Unix seconds. */
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
  readonly scope?: string;
  readonly token_type: 'Bearer' | 'DPoP';
  readonly company: string;
  /** The key that it is bound to. */
  readonly cnf?: { readonly jkt: string };
}

/** The public half of a signing key (RFC 7518 section 6.2, RFC 8037). */
export type PublicJwk =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string }
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string };

/** The published keys (RFC 7517 section 5). */
export interface Jwks {
  readonly keys: readonly (PublicJwk & {
    readonly kid: string;
    readonly alg: 'ES256' | 'EdDSA' | 'RS256';
    readonly use: 'sig';
  })[];
}
