// The data of accounts beside `../account.ts`: changes, what was deleted, contacts in a directory. Times are RFC 3339 in UTC.
import type { AuthMethod } from '../account.js';

/** What shall change of an account. What is left out stays, what is null is cleared. */
export interface AccountChange {
  /** 1 to 200 characters, counted in Unicode's form NFC, in which it is kept; it cannot be cleared. */
  readonly name?: string;
  /** At most 1000 characters, counted in NFC, line breaks among them. */
  readonly description?: string | null;
  /** Texts by name, merged into those that are there; null removes one, and instead of them all of them. */
  readonly metadata?: Readonly<Record<string, string | null>> | null;
  /** The id of the actor who answers for it. */
  readonly owner?: string | null;
  /** When it stops working; in the future. */
  readonly expires_at?: string | null;
  /** How long its tokens live: 60 seconds to what policy allows; null for policy's usual time. */
  readonly token_seconds?: number | null;
  /** How it may prove itself, at least one way; null: in each way that it has a credential for. */
  readonly auth_methods?: readonly AuthMethod[] | null;
  /** Whether its tokens have to be bound to a key, by DPoP (RFC 9449 section 5.2). */
  readonly dpop_bound_access_tokens?: boolean;
}

/** Why an account is disabled. */
export interface Disabling {
  /** For other administrators: 1 to 200 characters, with the rules of an account's name. */
  readonly reason: string;
}

/** A deleted account that can be brought back. */
export type DeletedAccount = AnyDeleted & ({ readonly app_type: 'custom' } | { readonly app_type: 'marketplace'; readonly app: string });

/** What all deleted accounts have. */
interface AnyDeleted {
  readonly client_id: string;
  readonly name: string;
  readonly deleted_at: string;
  /** Until when it can be brought back. */
  readonly undelete_until: string;
}

/** A contact of a service account, as a directory shows it. */
export interface MachineContact {
  readonly client_id: string;
  /** The account's name. */
  readonly name: string;
  /** The contact's address now. */
  readonly email: string;
}
