// The data of an account's credentials that are no secrets, as the admin API has it. Times are RFC 3339 in UTC.

/** What to look at before it stops a program: it ends within the time that policy warns ahead, or is older than policy lets new ones become. */
export type CredentialWarning = 'ends_soon' | 'too_old';

/** What shall change of a secret or a public key. What is left out stays, what is null is cleared. */
export interface CredentialChange {
  /** What people call it: 1 to 200 characters, with the rules of an account's name. */
  readonly name?: string | null;
  /**
   * When it ends; a moment that has passed ends it at once, and the tokens that were fetched with it live on. Null: at the greatest age that policy allows, if
   * it has one.
   */
  readonly expires_at?: string | null;
}

/** What all keys of clients may say of themselves (RFC 7517 section 4). */
interface AnyJwk {
  /** At most 255 bytes; assertions may name the key by it, or by its thumbprint. */
  readonly kid?: string;
  readonly use?: 'sig';
  readonly key_ops?: readonly string[];
}

/** The public key of a client (RFC 7517), on P-256 or Ed25519, or of RSA with 2,048 to 4,096 bits, which is for RS256 unless its `alg` is PS256. */
export type ClientJwk =
  | (AnyJwk & { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string; readonly alg?: 'ES256' })
  | (AnyJwk & { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string; readonly alg?: 'EdDSA' })
  | (AnyJwk & { readonly kty: 'RSA'; readonly n: string; readonly e: string; readonly alg?: 'RS256' | 'PS256' });

/** A wish for a public key. */
export interface NewKey {
  readonly jwk: ClientJwk;
  /** What people call it: 1 to 200 characters, with the rules of an account's name. */
  readonly name?: string;
  /** When it ends; in the future. */
  readonly expires_at?: string;
}

/** A public key of an account. */
export interface Key {
  /** Its id: the thumbprint of RFC 7638. */
  readonly kid: string;
  /** Its `kid` as the client gave it, where that is another. */
  readonly client_kid?: string;
  readonly algorithm: 'ES256' | 'EdDSA' | 'RS256' | 'PS256';
  readonly jwk: ClientJwk;
  readonly name?: string;
  readonly created_at: string;
  readonly expires_at?: string;
  readonly revoked_at?: string;
  /** Whether the account may prove itself with it. */
  readonly live: boolean;
  /** When a token was last fetched with it, as far as that is recorded. */
  readonly last_used_at?: string;
  readonly warnings?: readonly CredentialWarning[];
}

/** An account's public keys, by creation: live ones, and those that ended a short time ago. */
export interface KeyList {
  /** The account's, which grows with every change. */
  readonly revision: number;
  readonly items: readonly Key[];
}

/** A platform whose JWTs are known: what a trust in it has to ask for. */
export type Preset = 'github_actions' | 'gitlab' | 'kubernetes' | 'google' | 'circleci' | 'buildkite';

/** What a claim has to be, in the JSON type in which the issuer writes it: a text of at most 1,024 bytes, a whole number, true or false; or how a text begins. */
export type ClaimValue = string | number | boolean | ClaimPrefix;

/** How a text begins. What follows is not empty, and the prefix's last character is not in it. */
export interface ClaimPrefix {
  /** At most 1,024 bytes that end at `:`, `/`, `@` or `|`. */
  readonly prefix: string;
}

/** What the JWTs have to say: 1 to 16 claims, each by its name, or by a JSON Pointer (RFC 6901) where it lies within another. */
export type Claims = Readonly<Record<string, ClaimValue>>;

/** A wish for a trust in an outside issuer. */
export interface NewTrust {
  /** The `iss` of its JWTs: 1 to 255 visible ASCII characters. Left out: that of the preset, where all customers of the platform have the same. */
  readonly issuer?: string;
  /** What has to stand in their `aud`: 1 to 255 visible ASCII characters. */
  readonly audience: string;
  /** With issuer and audience at most 2,048 bytes as JSON, without its escapes. */
  readonly claims: Claims;
  /** Whose rules say which claims to ask for. An issuer that is known has its own, and needs none. */
  readonly preset?: Preset;
  /** Whether each JWT counts once in the company, by its `jti`, without which it is refused. */
  readonly once?: boolean;
  /** What people call it: 1 to 200 characters, with the rules of an account's name. */
  readonly name?: string;
  /** When it ends; in the future. */
  readonly expires_at?: string;
}

/** A trust of an account in an outside issuer. */
export interface Trust {
  readonly trust_id: string;
  readonly issuer: string;
  readonly audience: string;
  readonly claims: Claims;
  /** The platform by whose rules it was made. */
  readonly preset?: Preset;
  readonly once: boolean;
  readonly name?: string;
  readonly created_at: string;
  readonly expires_at?: string;
  readonly revoked_at?: string;
  /** Whether tokens can be fetched by it. */
  readonly live: boolean;
  /** When a token was last fetched by it, as far as that is recorded. */
  readonly last_used_at?: string;
  readonly warnings?: readonly CredentialWarning[];
}

/** The issuers that an account trusts, by creation: live ones, and those that ended a short time ago. */
export interface TrustList {
  /** The account's, which grows with every change. */
  readonly revision: number;
  readonly items: readonly Trust[];
}
