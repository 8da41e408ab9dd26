// Every operation of the admin API as a method, for one company and one who asks: over HTTP, or of an engine in the same process.
import type * as data from '../account.js';
import type * as account from './account.js';
import type * as audit from './audit.js';
import type * as credential from './credential.js';
import type * as self from './me.js';
import type { Called, Conditional, Decided, Keyed, Noted } from './options.js';
import type * as permission from './permission.js';

/**
 * The service accounts of one company, for one who asks; each method says what who asks has to hold. Every method rejects with a `BadgehouseError`, or with the
 * reason of a signal that was aborted. `revision` of an answer is what a change is held to. What is handed in is taken at the call.
 */
export interface AccountsApi {
  /** For everybody of the company, whatever its levels. Who asks, what it may do, and what policy bounds; an account that is asked about needs Admin on `admin` or `directory`. */
  getMe(query?: self.MeQuery, options?: Called): Promise<self.Me>;

  /** Needs Admin on `admin`. The secret is in this answer and in no other. */
  createAccount(account: data.NewAccount, options?: Keyed): Promise<data.CreatedAccount>;
  /** Needs Admin on `admin`. */
  getAccount(clientId: string, options?: Called): Promise<data.Account>;
  /** Needs Admin on `admin`. All accounts, or those that fit a search. */
  listAccounts(query?: data.AccountQuery, options?: Called): Promise<data.Page<data.Account>>;
  /** Needs Admin on `admin`; to let the account or its tokens live longer, prove itself in more ways, or get tokens that are bound to no key, what adding a secret does. */
  updateAccount(clientId: string, change: account.AccountChange, options: Decided): Promise<data.Account>;
  /** Needs Admin on `admin`. The account fetches no token any more, and those that are out are refused. */
  deleteAccount(clientId: string, options?: Conditional): Promise<void>;
  /** Needs Admin on `admin`. The accounts that can be brought back. */
  listDeletedAccounts(page?: data.PageRequest, options?: Called): Promise<data.Page<account.DeletedAccount>>;
  /** Needs Admin on `admin`. Brings an account back while policy's window is open: as it was, but without a credential, and tokens that were out stay refused. */
  undeleteAccount(clientId: string, options?: Conditional): Promise<data.Account>;
  /** Needs Admin on `admin`. The account works no more until it is enabled. */
  disableAccount(clientId: string, why: account.Disabling, options?: Conditional): Promise<data.Account>;
  /** Needs what adding a secret does, since the account's credentials work again. */
  enableAccount(clientId: string, options?: Conditional): Promise<data.Account>;
  /** Needs Admin on `admin`. All tokens that are out are refused; the credentials stay. */
  revokeTokens(clientId: string, options?: Conditional): Promise<void>;
  /** Needs Admin on `admin` or `directory`. When credentials were last used, and tokens, refusals and revocations by day. */
  getUsage(clientId: string, options?: Called): Promise<audit.AccountUsage>;

  /** Needs Admin on `admin`. */
  listSecrets(clientId: string, options?: Called): Promise<data.SecretList>;
  /** Needs Admin on `admin` and every level that the account holds; of people Admin on `admin` and `directory` will do. */
  addSecret(clientId: string, secret?: data.NewSecret, options?: Keyed): Promise<data.AddedSecret>;
  /** Needs Admin on `admin`; to let it live longer, what adding a secret does. Held to the account's revision. */
  changeSecret(clientId: string, secretId: string, change: credential.CredentialChange, options: Decided): Promise<data.Secret>;
  /** Needs Admin on `admin`. Tokens that were fetched with the secret are refused from now on. */
  revokeSecret(clientId: string, secretId: string, options?: Noted): Promise<void>;
  /** Needs Admin on `admin`. Ends the account's other secrets, once this one has been seen in use; until then it is refused with `secret_not_in_use`. */
  finishRotation(clientId: string, secretId: string, options?: Conditional): Promise<data.SecretList>;
  /** Needs Admin on `admin`. Whether a text is a secret of the company, and whose; with `revoke` it is revoked. */
  lookUpLeak(text: data.LeakedText, options?: Noted): Promise<data.Leak>;
  /** Needs Admin on `admin`. */
  listKeys(clientId: string, options?: Called): Promise<credential.KeyList>;
  /** Needs what adding a secret does. */
  addKey(clientId: string, key: credential.NewKey, options?: Noted): Promise<credential.Key>;
  /** Needs what changing a secret does. Held to the account's revision. */
  changeKey(clientId: string, kid: string, change: credential.CredentialChange, options: Decided): Promise<credential.Key>;
  /** Needs Admin on `admin`. Tokens that were fetched with the key are refused from now on. */
  revokeKey(clientId: string, kid: string, options?: Noted): Promise<void>;
  /** Needs Admin on `admin`. */
  listTrusts(clientId: string, options?: Called): Promise<credential.TrustList>;
  /** Needs what adding a secret does. */
  addTrust(clientId: string, trust: credential.NewTrust, options?: Noted): Promise<credential.Trust>;
  /** Needs Admin on `admin`. Tokens that were fetched by the trust are refused from now on. */
  revokeTrust(clientId: string, trustId: string, options?: Noted): Promise<void>;

  /** Needs Admin on `admin` or `directory`. The tools and apps that permissions speak of. */
  getCatalogue(options?: Called): Promise<permission.ShownCatalogue>;
  /** Needs Admin on `directory`. */
  getPermissions(clientId: string, page?: data.PageRequest, options?: Called): Promise<data.Permissions>;
  /** Needs Admin on `directory`. All or none. */
  setPermissions(clientId: string, change: data.PermissionChange, options: Decided): Promise<permission.PermissionsSet>;
  /** Needs Admin on `directory`. What setting them would change; nothing is written. */
  previewPermissions(clientId: string, change: data.PermissionChange, options?: Noted): Promise<permission.PermissionPreview>;
  /** Needs Admin on `directory`. */
  effectivePermissions(clientId: string, query?: permission.InProject, options?: Called): Promise<permission.EffectivePermissions>;
  /** Needs Admin on `directory`. */
  requestedPermissions(clientId: string, query?: permission.InProject, options?: Called): Promise<permission.RequestedPermissions>;
  /** Needs Admin on `directory`. */
  checkPermissions(clientId: string, check: permission.PermissionCheck, options?: Noted): Promise<permission.Checked>;
  /** Needs Admin on `directory`. Who holds a level or an action. */
  listHolders(query: permission.HolderQuery, options?: Called): Promise<data.Page<permission.Holder>>;
  /** Needs Admin on `directory`. Stores a change of up to 500 projects, which `continuePermissionsJob` does. */
  createPermissionsJob(clientId: string, change: data.PermissionChange, options?: Noted): Promise<permission.JobProgress>;
  /** Needs Admin on `directory`. */
  getPermissionsJob(clientId: string, jobId: string, options?: Called): Promise<permission.JobProgress>;
  /** Needs Admin on `directory`. Does the next projects, up to twenty: call it until the job is `done`. */
  continuePermissionsJob(clientId: string, jobId: string, options?: Noted): Promise<permission.JobProgress>;
  /** Needs Admin on `directory`. */
  getAssignedTemplate(clientId: string, options?: Called): Promise<permission.AccountTemplate>;
  /** Needs Admin on `directory`. Copies a template's levels. */
  assignTemplate(clientId: string, assignment: permission.Assignment, options?: Noted): Promise<permission.AssignedTemplate>;
  /** Needs Admin on `directory`. */
  listTemplates(page?: data.PageRequest, options?: Called): Promise<data.Page<permission.Template>>;
  /** Needs Admin on `directory`. */
  createTemplate(template: permission.NewTemplate, options?: Noted): Promise<permission.Template>;
  /** Needs Admin on `directory`. */
  getTemplate(templateId: string, options?: Called): Promise<permission.Template>;
  /** Needs Admin on `directory`. What was assigned stays. */
  changeTemplate(templateId: string, change: permission.TemplateChange, options: Decided): Promise<permission.Template>;
  /** Needs Admin on `directory`. What was assigned stays. */
  deleteTemplate(templateId: string, options?: Conditional): Promise<void>;

  /** Needs Admin on `directory`. The contacts of service accounts; those of people are your own. */
  listMachineContacts(page?: data.PageRequest, options?: Called): Promise<data.Page<account.MachineContact>>;
  /** Needs Admin on `directory`. */
  getContact(clientId: string, options?: Called): Promise<data.Contact>;
  /** Needs Admin on `directory`. What would break the account is refused with `would_break` until `insist` quotes the revision; to mend it, a service account needs what a repair does. */
  changeContact(clientId: string, change: data.ContactChange, options?: Noted): Promise<data.Contact>;
  /** Needs Admin on `directory`; of a service account also every level that the account holds. Makes a broken account work again. */
  repairContact(clientId: string, how: data.Repair, options?: Noted): Promise<data.Contact>;
  /** Needs Admin on `directory`. An entry of the company's own, which touches no account. */
  createContact(entry: data.NewDirectoryEntry, options?: Noted): Promise<data.DirectoryEntry>;

  /** Needs Admin on `admin` or `directory`. Oldest first. */
  listAuditEvents(query?: audit.AuditQuery, options?: Called): Promise<data.Page<audit.AuditEvent>>;
  /** Needs Admin on `admin` or `directory`. Each item is a line of JSON, as the audit is chained, without its line break. */
  exportAuditEvents(page?: data.PageRequest, options?: Called): Promise<data.Page<string>>;
  /** Needs Admin on `admin` or `directory`. Up to a thousand events at a time: go on with `next_cursor`. */
  verifyAudit(what?: audit.AuditVerify, options?: Noted): Promise<audit.AuditVerification>;
  /** Needs Admin on `admin` or `directory`. */
  getAuditHead(options?: Called): Promise<audit.AuditHead>;
}
