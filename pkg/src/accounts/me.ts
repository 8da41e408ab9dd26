// Who asks and what it may do, as the admin API tells it, so that a page shows what would be refused before anybody tries it. Times are RFC 3339 in UTC.
import type { Required } from '../error.js';
import type { Levels } from '../principal.js';

/** What is asked besides. */
export interface MeQuery {
  /** An account: what may be done with that too. Needs Admin on `admin` or `directory`. */
  readonly client_id?: string;
}

/** Who asks, what it may do in the company, and what the product's settings bound. */
export interface Me {
  readonly kind: 'user' | 'service_account' | 'platform';
  /** A user's id as the host names it, a service account's `client_id`; absent for the platform. */
  readonly id?: string;
  /** Of a service account its name; people are the host's, which names them. */
  readonly name?: string;
  /** What it holds at company level, within its token's scope; absent for the platform, which holds everything. */
  readonly levels?: Levels;
  /** What it may do in the company. */
  readonly rights: Rights;
  /** What it may do with the account that was asked about. */
  readonly account?: AccountRights;
  /** What policy bounds. */
  readonly policy: Bounds;
  /** Where programs get their tokens. */
  readonly service: Service;
  /** The moment of this answer, by the service's clock. */
  readonly now: string;
}

/** What one may do in a company, whichever the account. */
export interface Rights {
  /** To look at the catalogue, usage and the audit: Admin on `admin` or on `directory`. */
  readonly look: Allowance;
  /** To look at accounts, make, change and stop them, and to end credentials: Admin on `admin`. */
  readonly administer_accounts: Allowance;
  /** To look at and set permissions and contacts, and to keep templates: Admin on `directory`. */
  readonly administer_directory: Allowance;
  /** To bring a credential to an account whatever it holds: of people Admin on both tools. Who may not still may where it holds all that the account holds. */
  readonly bring_any_credential: Allowance;
}

/** What one may do with one account. */
export interface AccountRights {
  readonly client_id: string;
  /** To change, disable and delete it. What lets it work again or longer needs `bring_credential` as well. */
  readonly administer: Allowance;
  /** To add a secret, a public key or a trust, and to have a credential last longer. */
  readonly bring_credential: Allowance;
  /** To set its permissions, no further than its own levels for a service account, and to change its contact. */
  readonly configure: Allowance;
  /** To make it work again when its contact is broken. */
  readonly repair: Allowance;
}

/** Whether something may be done. */
export interface Allowance {
  readonly allowed: boolean;
  /** The first thing that is missing where it may not, as the refusal would say it; absent where no level would do. */
  readonly missing?: Required;
}

/** What policy bounds, as far as an administrator meets it. All are seconds where nothing else is said. */
export interface Bounds {
  /** How long an access token lives where the account says nothing else. */
  readonly token_seconds: number;
  /** The longest that an account's tokens may live. */
  readonly longest_token_seconds: number;
  /** How many accounts the company may have. */
  readonly accounts_per_company: number;
  /** How many secrets of an account may be live at a time. */
  readonly live_secrets: number;
  /** How old a new secret or public key may become; absent: as old as people let it. */
  readonly credential_seconds?: number;
  /** How long before a secret or public key ends that is warned of. */
  readonly credential_warning_seconds: number;
  /** The longest overlap of a rotation. */
  readonly overlap_seconds: number;
  /** For how long a deleted account can be brought back. */
  readonly undelete_seconds: number;
  /** For how long audit events are kept; absent: for ever. */
  readonly audit_retention_seconds?: number;
}

/** Where programs get their tokens, as its metadata (RFC 8414) tells everybody. */
export interface Service {
  /** The issuer of tokens. */
  readonly issuer: string;
  /** Where a program gets a token. */
  readonly token_endpoint: string;
  /** The audiences that a token may be for; the first where a request names none. */
  readonly audiences: readonly string[];
}
