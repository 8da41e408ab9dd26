// The data of the audit and of usage, as the admin API has it. Times are RFC 3339 in UTC.
import type { PageRequest } from '../account.js';

/** JSON as it was stored. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Who did something: a user of the product, a service account by its `client_id`, or the product itself. */
export type AuditActor =
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'service_account'; readonly id: string }
  | { readonly kind: 'platform' };

/** An event. */
export interface AuditEvent {
  /** A company's first is 1. */
  readonly number: number;
  readonly at: string;
  readonly actor: AuditActor;
  /** Who had the platform do it: what the operator claimed, not what anybody has proven. */
  readonly on_behalf_of?: string;
  /** What was done: `account.created` and so on. */
  readonly action: string;
  /** The id of the account or contact it was done to. */
  readonly target: string;
  /** What was before. */
  readonly from: Json;
  /** What is since. */
  readonly to: Json;
  /** Why, when the caller said. */
  readonly reason?: string;
  /** By which request, when the caller said. */
  readonly request_id?: string;
}

/** Which events are wanted; each filter that is given has to fit. A cursor of the audit is the number of the event that the page comes after. */
export interface AuditQuery extends PageRequest {
  /** By this actor's id; `platform` for the product itself. */
  readonly actor?: string;
  readonly action?: string;
  /** To this account or contact. */
  readonly target?: string;
  /** From this moment on. */
  readonly from?: string;
  /** Before this moment. */
  readonly to?: string;
}

/** Where the audit stands, signed, to be kept outside: what the audit is verified against later. */
export interface AuditHead {
  /** Whose; absent for the platform's own. */
  readonly company?: string;
  /** The number of the last event; 0 before the first. */
  readonly number: number;
  /** SHA-256 over its line of the export, base64url. */
  readonly hash: string;
  readonly mac: string;
  readonly key_id: string;
  /** The last event after which the head was not as it had been signed; absent when there is none. */
  readonly unproven?: number;
}

/** What is verified. */
export interface AuditVerify {
  /** A head that was kept: the chain has to lead through it. */
  readonly head?: AuditHead;
  /** `next_cursor` of the answer before; left out for the beginning. */
  readonly cursor?: string;
}

/** How far the audit is as it was written. */
export interface AuditVerification {
  /** The number of the last event that was found in order. */
  readonly verified_to: number;
  readonly hash: string;
  /** What is not in order. */
  readonly problem?: AuditProblem;
  /** Where to go on; absent at the end and after a problem. */
  readonly next_cursor?: string;
  /** The last event that was cut off by policy: for what came before it the signed cut alone vouches. */
  readonly cut_at?: number;
}

/** What is not in order, and at which event. */
export interface AuditProblem {
  readonly number: number;
  readonly kind: AuditProblemKind;
}

/** What may be wrong with an audit: `head` and `cut` are not as the service had signed them, `rewritten` is not what a kept head was made after. */
export type AuditProblemKind = 'altered' | 'missing' | 'reordered' | 'rewritten' | 'head' | 'cut';

/** An account's usage. It is counted in windows, so that the last minutes may be missing. */
export interface AccountUsage {
  readonly client_id: string;
  /** When a token was last fetched; absent when none was. */
  readonly last_used_at?: string;
  readonly secrets: readonly SecretUsage[];
  readonly keys: readonly KeyUsage[];
  readonly trusts: readonly TrustUsage[];
  /** The days of the last ninety on which there was anything, in their order. */
  readonly days: readonly DayUsage[];
}

/** When a token was last fetched with a secret. */
export interface SecretUsage {
  readonly secret_id: string;
  readonly last_used_at: string;
}

/** When a token was last fetched with a public key. */
export interface KeyUsage {
  readonly kid: string;
  readonly last_used_at: string;
}

/** When a token was last fetched by a trust in an outside issuer. */
export interface TrustUsage {
  readonly trust_id: string;
  readonly last_used_at: string;
}

/** A day's counts. */
export interface DayUsage {
  /** In UTC: `2026-01-31`. */
  readonly day: string;
  /** How many tokens were fetched. */
  readonly tokens: number;
  /** How many requests were refused. */
  readonly refusals: number;
  /** How many tokens the program gave back (RFC 7009). */
  readonly revocations: number;
}
