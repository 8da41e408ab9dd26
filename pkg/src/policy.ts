// The policy: what may last how long, how much there may be, and what is asked of clients.
import type { Algorithm } from './crypto.js';

/** Durations and bounds; each has a default. */
export interface Policy {
  /** How long an access token lives: 60 to 86,400; 3,600. */
  readonly tokenSeconds?: number;
  /** The longest life that an account's own tokens may have, up to 86,400; as `tokenSeconds`. */
  readonly longestTokenSeconds?: number;
  /** What access tokens are signed with, never PS256; ES256. A change holds from the next key on, which `maintain` publishes a day before it signs. */
  readonly signingAlgorithm?: Exclude<Algorithm, 'PS256'>;
  /** How long a signing key signs, at least a day; 90 days. */
  readonly signingKeySeconds?: number;
  /** How many accounts a company may have, the deleted ones left out: 1 to 1,000,000; 100,000. */
  readonly accountsPerCompany?: number;
  /** How many secrets of an account may be live at a time: 1 to 8; 2. */
  readonly liveSecrets?: number;
  /**
   * How old a secret or public key may become, at least a day; without it as old as people let it. It is the end of those that are made from now
   * on; older ones are warned of.
   */
  readonly credentialSeconds?: number;
  /** How long before a secret or public key ends that is warned of; 14 days. */
  readonly credentialWarningSeconds?: number;
  /** The longest overlap of a rotation; 30 days. */
  readonly overlapSeconds?: number;
  /** For how long a deleted account can be brought back, in seconds, at most ten years; 30 days. */
  readonly undeleteSeconds?: number;
  /** For how long audit events are kept, in seconds, at least a day; without it for ever. They go when you cut the audit. */
  readonly auditRetentionSeconds?: number;
  /** Whether a DPoP proof has to carry a nonce of this service (RFC 9449 section 8); no. */
  readonly dpopNonces?: boolean;
  /** How many wrong credentials for a client may come from one source before it has to wait: 1 to 256; 10. */
  readonly failures?: number;
  /** For how long a wrong credential counts, in seconds: 1 to 86,400; 300. */
  readonly failureSeconds?: number;
  /** The longest life that the JWT of an outside issuer may have, from its `iat`, or from when it is presented where it has none: 60 to 604,800; 3,600. */
  readonly longestOutsideJwtSeconds?: number;
  /** Whether the token endpoint also takes JSON and multipart bodies, says `created_at`, and answers `GET /oauth/token/info`; no. */
  readonly lenientTokenEndpoint?: boolean;
  /** Whether `/.well-known/openid-configuration` answers the metadata of RFC 8414 too, for verifiers that look nowhere else; no. It is no OpenID Connect. */
  readonly openidConfiguration?: boolean;
  /** What secrets begin with: 2 to 12 of `a-z0-9`; `bhs`. */
  readonly secretPrefix?: string;
}
