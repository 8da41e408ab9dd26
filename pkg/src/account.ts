// The data of accounts, as the admin API has it. Times are RFC 3339 in UTC.
import type { Levels } from './principal.js';

/** Why an account is not functional: its contact is not as it has to be. */
export type ContactProblem = 'email_changed' | 'in_another_company' | 'left_company';

/** A way in which an account proves itself (RFC 8414 section 2, and RFC 7523 section 2.1). */
export type AuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'jwt_bearer';

/** What may be said of an account when it is made. */
interface NewDetails {
  /** 1 to 200 characters, counted in Unicode's form NFC, in which it is kept; a person can see one of them. */
  readonly name: string;
  /** At most 1000 characters, counted in NFC, line breaks among them. */
  readonly description?: string;
  /** Texts by name, for the company's own use: at most 16, kept as they are written. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The id of the actor who answers for it. */
  readonly owner?: string;
  /** When it stops working; in the future. */
  readonly expires_at?: string;
  /** How long its tokens live: 60 seconds to what policy allows. */
  readonly token_seconds?: number;
  /** How it may prove itself, at least one way; left out: in each way that it has a credential for. */
  readonly auth_methods?: readonly AuthMethod[];
  /** Whether its tokens have to be bound to a key, by DPoP (RFC 9449 section 5.2). */
  readonly dpop_bound_access_tokens?: boolean;
}

/** A wish for an account. */
export type NewAccount =
  | (NewDetails & { readonly app_type: 'custom' })
  | (NewDetails & { readonly app_type: 'marketplace'; readonly app: string });

/** Why an account does not work. */
export type Reason = 'disabled' | 'expired' | ContactProblem;

/** Whether an account works. */
export type AccountState = 'disabled' | 'expired' | 'broken' | 'functional';

/**
 * Why somebody has to look at an account.
 *
 * - `not_working`: `state` and `reasons` say why; nothing else is told of it then. `ends_soon`: within 14 days.
 * - `never_used`: it was made more than 14 days ago and has never fetched a token.
 * - `unused_permissions`: it holds some, and has fetched no token for 90 days, or in the 90 days since it was made.
 * - `beyond_request`: it holds more than its app asks for. `awaiting_permissions`: it holds less at company level, or in no project what is asked for in projects.
 * - `template_changed`: the template that was assigned to it gives other levels by now.
 */
export type Attention = 'not_working' | 'ends_soon' | 'never_used' | 'unused_permissions' | 'beyond_request' | 'awaiting_permissions' | 'template_changed';

/** What all accounts have. */
interface AnyAccount {
  /** Its only id, and the client id of OAuth. */
  readonly client_id: string;
  /** The home company. */
  readonly company: string;
  readonly name: string;
  readonly created_at: string;
  /** Grows with every change. */
  readonly revision: number;
  /** Whether it can fetch tokens and call APIs. */
  readonly functional: boolean;
  /** Why not, when it cannot. */
  readonly problems: readonly ContactProblem[];
  readonly contact_email: string;
  /** What people say about it. */
  readonly description?: string;
  /** Texts by name, for the company's own use. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The id of the actor who answers for it. */
  readonly owner?: string;
  /** When it stops working. */
  readonly expires_at?: string;
  /** Whether it works, derived at this look; of several reasons not to, the first. */
  readonly state: AccountState;
  /** Since when and why it is disabled. */
  readonly disabled?: { readonly since: string; readonly reason: string };
  /** Each reason for which it does not work, and since when; empty when it works. */
  readonly reasons: readonly { readonly reason: Reason; readonly since?: string }[];
  /** How long its tokens live, if not as long as policy has it. */
  readonly token_seconds?: number;
  /** How it may prove itself, if not in each way that it has a credential for. */
  readonly auth_methods?: readonly AuthMethod[];
  /** Whether its tokens have to be bound to a key, by DPoP. */
  readonly dpop_bound_access_tokens?: true;
  /** Why somebody has to look at it: in each list whether it works and ends soon, and the rest in one that was asked for those; of permissions for who may look at them. */
  readonly attention?: readonly Attention[];
}

/** An account for a program of the company's own or of an integrator. */
export interface CustomAccount extends AnyAccount {
  readonly app_type: 'custom';
}

/** An account for an app of the catalogue. */
export interface MarketplaceAccount extends AnyAccount {
  readonly app_type: 'marketplace';
  readonly app: string;
}

/** An account as its company's administrators see it. */
export type Account = CustomAccount | MarketplaceAccount;

/** The secret, this once; or, in the answer to a call that was repeated with its idempotency key, what to do about it. */
export type Shown =
  | { readonly client_secret: string; readonly notice?: undefined }
  | { readonly client_secret?: undefined; readonly notice: string };

/** A new account and its first secret. */
export type CreatedAccount = Account & { readonly secret_id: string } & Shown;

/** A wish for a secret. */
export interface NewSecret {
  /** What people call it: 1 to 200 characters, with the rules of an account's name. */
  readonly name?: string;
  /** When it ends; in the future. */
  readonly expires_at?: string;
  /** Makes it a rotation: the other live secrets end after so many seconds, 0 for at once. */
  readonly overlap_seconds?: number;
}

/** What is known of a secret. */
export interface Secret {
  readonly secret_id: string;
  readonly name?: string;
  readonly created_at: string;
  readonly expires_at?: string;
  readonly revoked_at?: string;
  /** Its last characters, to recognise it by. */
  readonly hint: string;
  /** Whether tokens can be fetched with it. */
  readonly live: boolean;
  /** When a token was last fetched with it, as far as that is recorded. */
  readonly last_used_at?: string;
  /** What to look at before it stops a program. */
  readonly warnings?: readonly ('ends_soon' | 'too_old')[];
}

/** A new secret. */
export type AddedSecret = Secret & Shown;

/** An account's secrets, by creation. */
export interface SecretList {
  /** The account's, which grows with every change. */
  readonly revision: number;
  readonly items: readonly Secret[];
}

/** A text that was found somewhere. */
export interface LeakedText {
  readonly secret: string;
  /** Whether to revoke it if it is one. */
  readonly revoke?: boolean;
}

/** What a text turned out to be. */
export interface Leak {
  /** The secret that it is; absent when it is none. */
  readonly found?: {
    readonly company: string;
    readonly client_id: string;
    /** The account's name. */
    readonly name: string;
    readonly secret_id: string;
    /** Whether tokens could be fetched with it when it was looked up. */
    readonly live: boolean;
    readonly revoked: boolean;
  };
}

/** The levels in one project; they add to those at company level. */
export interface ProjectLevels {
  readonly project: string;
  readonly levels: Levels;
}

/** New levels: what is named is replaced as a whole, what is not stays. */
export interface PermissionChange {
  readonly company?: Levels;
  /** At most 20. */
  readonly projects?: readonly ProjectLevels[];
}

/** An account's levels. */
export interface Permissions {
  readonly client_id: string;
  /** The account's, which grows with every change: what a change of the permissions is held to. */
  readonly revision: number;
  readonly company: Levels;
  readonly projects: Page<ProjectLevels>;
}

/** An account's contact. */
export interface Contact {
  readonly client_id: string;
  readonly email: string;
  /** The address it was made with, and has to have. */
  readonly bound_email: string;
  /** In whose directories it is. */
  readonly companies: readonly string[];
  /** Quoted to insist on a change that breaks the account. */
  readonly revision: number;
  readonly functional: boolean;
  readonly problems: readonly ContactProblem[];
}

/** A change of a contact; what is left out stays. */
export interface ContactChange {
  readonly email?: string;
  /** All companies in whose directories it is from now on, at most 16. */
  readonly companies?: readonly string[];
  /** To make a change that breaks the account: `contactRevision` of the refusal. */
  readonly insist?: number;
}

/** The state of a contact in your own directory. */
export interface ContactReport {
  readonly email: string;
  /** All companies in whose directories it is, at most 16. */
  readonly companies: readonly string[];
  /** Greater with every state that you have seen: one that is not greater than the last is ignored. */
  readonly revision: number;
}

/** What came of a report: the contact since, and whether the report was newer than every one before. */
export type ReportedContact = Contact & { readonly applied: boolean };

/** How a contact is repaired: back to its address, or with a new one. */
export type Repair = 'restore' | 'replace';

/** A wish for an entry in a company's directory that belongs to no account of it. */
export interface NewDirectoryEntry {
  readonly email: string;
}

/** An entry in a company's directory that belongs to no account of it. */
export interface DirectoryEntry {
  readonly contact_id: string;
  readonly company: string;
  readonly email: string;
  readonly created_at: string;
}

/** Which page is wanted. */
export interface PageRequest {
  /** 1 to 100; 50 when left out. */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** Which accounts are wanted; each filter that is given has to fit. */
export interface AccountQuery extends PageRequest {
  /** What the name begins with, in any case and however it is composed: by simple case folding of its NFC, with one i and without what nobody sees. */
  readonly name?: string;
  readonly app?: string;
  readonly owner?: string;
  readonly state?: AccountState;
  /** Whose last token was fetched at this moment or later. */
  readonly used_since?: string;
  /** Who has fetched no token since this moment, or never any. */
  readonly unused_since?: string;
  /** Only those that somebody has to look at, each with every reason in `attention`. */
  readonly attention?: boolean;
}

/** A page; `next_cursor` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}
