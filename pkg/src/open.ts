// `open` and what it gives: every operation of the engine as a method.
import type * as data from './account.js';
import type { AccountsApi } from './accounts/api.js';
import type { Conditional, Decided, Keyed } from './accounts/options.js';
import { accountsOf } from './accounts.js';
import { attempt } from './attempt.js';
import { authorizing, type Authorizing } from './authorizing.js';
import * as glue from './badgehouse.js';
import { Calls, written, type Arguments } from './call.js';
import type { Catalogue } from './catalogue.js';
import type { CryptoProvider } from './crypto.js';
import { toResponse } from './error.js';
import { LONGEST_MADE, given, named, type Given } from './given.js';
import { body, head, used } from './http.js';
import { Instances, Remade } from './instance.js';
import type { Loader, WasmSource } from './load.js';
import { own } from './own.js';
import type { Policy } from './policy.js';
import { platform, type Actor, type Principal } from './principal.js';
import type { OnDiagnostic } from './require.js';
import type { Store } from './store.js';
import type { EnteredIssuer, Jwks, TokenRequest, TokenResponse, TrustedIssuer } from './token.js';
import { webCrypto } from './web-crypto.js';

/** What your product decides. */
export interface OpenOptions {
  /** The issuer identifier (RFC 8414 section 2): an `https` URL; `http` on loopback only. */
  readonly issuer: string;
  /** The domain of the contacts' addresses, one that receives no mail for people. */
  readonly contactDomain: string;
  /** 32 random bytes each, as 43 characters of base64url: the first seals signing keys, all open them. */
  readonly sealingKeys: readonly string[];
  readonly store: Store;
  /** The audiences a token may be for; the first is the default. Left out: the issuer alone. */
  readonly audiences?: readonly string[];
  /** Your tools and apps; a ready one when left out. */
  readonly catalogue?: Catalogue;
  readonly policy?: Policy;
  /** The path of the admin API; `/badgehouse/v1` when left out. */
  readonly basePath?: string;
  /** Who signs; WebCrypto when left out. */
  readonly crypto?: CryptoProvider;
  /** The present in Unix seconds; the system's clock when left out. One of your own also tells how much time has passed, so that its jumps are believed. */
  readonly clock?: () => number;
  /** The module, where the package cannot find it itself. One module serves all: the first that was loaded. */
  readonly wasm?: WasmSource;
  /** Told why `handle`, or a handler that `require` made, answered 500 or 503. What a method rejects with has the same as its members. */
  readonly onDiagnostic?: OnDiagnostic;
}

/** Where a clock stands from the store's time: within two days, or further ahead or behind. One that is far off rolls and purges nothing. */
export type ClockStand = 'near' | 'far_ahead' | 'far_behind';

/** What a turn of maintenance came to. */
export interface Maintained {
  /** Whether a signing key was published. */
  readonly key_published: boolean;
  /** How far time has come on the store, as far as it was proven (RFC 3339). */
  readonly store_time: string;
  /** How often an operator has said what time it is. */
  readonly word: number;
  readonly stand: ClockStand;
}

/** The store's time, and where the clock stands from it. */
export interface ClockView {
  readonly clock: string;
  /** Absent where there is no signing key yet. */
  readonly store_time?: string;
  readonly stand: ClockStand;
}

/** What a purge came to. */
export interface Purged {
  /** Of how many accounts nothing is left but audit events. */
  readonly accounts: number;
  /** Whether there is more: call again. */
  readonly more: boolean;
}

/** What cutting the audit came to. */
export interface AuditCut {
  /** The number of the last event that is gone; 0 when none ever went. */
  readonly number: number;
  /** How many went by this call. */
  readonly removed: number;
  /** Whether there is more: call again. */
  readonly more: boolean;
}

/** What an erasure came to. */
export interface Erasure {
  /** How many records are gone so far. */
  readonly removed: number;
  /** How many of the company's accounts were not found yet. As long as there are any there is no receipt; erase again, and if they stay, look at the store. */
  readonly accounts_left: number;
  /** From when on to erase again for the receipt, once nothing more was found: lists may lag. Absent while there is more to remove. */
  readonly receipt_from?: string;
  /** Once everything is gone. */
  readonly receipt?: ErasureReceipt;
}

/** That everything of a company is gone. */
export interface ErasureReceipt {
  /** Over the company's id: it tells whose the receipt is to whoever can guess that id. */
  readonly company_hash: string;
  readonly begun_at: string;
  readonly ended_at: string;
  readonly removed: number;
  readonly mac: string;
  readonly key_id: string;
}

/** What became of the signing keys at rest. */
export interface Resealed {
  /** How many were sealed anew. */
  readonly resealed: number;
  /** The `kid` of each that no sealing key opens. */
  readonly lost: readonly string[];
  /** The outside issuers that no sealing key vouches for: they are trusted no more until they are entered again. */
  readonly lost_issuers: readonly string[];
}

/** How a company is resealed. */
export interface ResealInput {
  /**
   * Whether to believe what was signed by a sealing key that is in the settings no more. Only after that key was lost: whoever writes to the store can
   * claim as much of what he has made up.
   */
  readonly keep_lost?: boolean;
  /** `next_cursor` of the answer before. */
  readonly cursor?: string;
}

/** How far the resealing of a company has come. */
export interface CompanyResealed {
  /** How many records this call has signed anew. */
  readonly resealed: number;
  /** How many it found that were signed by a sealing key which is in the settings no more, and left as they are. */
  readonly lost: number;
  /** How many it found that are not as this service wrote them, and left as they are. */
  readonly forged: number;
  /** Where to go on; absent at the end. */
  readonly next_cursor?: string;
}

/** Who sent a request, if you have authenticated somebody. */
export interface HandleOptions {
  readonly actor?: Actor | undefined;
  /** Where it comes from: the client's address, as you trust it. Who guesses credentials from one has to wait; without it, nobody has to. */
  readonly source?: string | undefined;
  /** Whether it came by TLS, if you know: behind a proxy, from what the proxy says. If it did not, no credentials are read of it. */
  readonly encrypted?: boolean | undefined;
}

/** Your service accounts. Every method rejects with a `BadgehouseError`; one that is refused has written nothing. */
export interface Badgehouse extends Authorizing {
  /**
   * Answers a request for the OAuth endpoints, the keys, the metadata or the admin API. Without an actor, the admin API takes an access
   * token for its own audience. No header says who the actor is: you do. It reads the body, and rejects when somebody else has.
   */
  handle(request: Request, options?: HandleOptions): Promise<Response>;
  /** Fetches a token, as the token endpoint does; but it knows of no source, so that wrong credentials make nobody wait. */
  requestToken(request: TokenRequest): Promise<TokenResponse>;
  /** The public keys. */
  jwks(): Promise<Jwks>;
  /**
   * Moves the store's time on and does what that has made due, which is to publish the next signing key; call it once an hour or so. What your store holds longer than it
   * counts is purged by the time that it answers, never by a clock.
   */
  maintain(): Promise<Maintained>;
  /** How far time has come on the store, and where the clock stands. */
  clock(): Promise<ClockView>;
  /** Takes the clock for right, whatever the store has seen, ahead or back: your operator's word. Answers what was before. */
  believeClock(): Promise<ClockView>;
  /**
   * Records when secrets were used, and tokens, refusals and revocations by day, of all answers since the last time. Call it every few minutes, and before you
   * end: what was not recorded is lost.
   */
  recordUsage(): Promise<void>;
  /** Tells what a contact has become in your own directory, at least once and in any order: the greatest revision counts. */
  reportContact(company: string, clientId: string, report: data.ContactReport): Promise<data.ReportedContact>;
  /** Whether an address is of the form that the contacts of service accounts are made with; to leave them out where you list people. */
  isMachineContact(email: string): boolean;
  /** Removes what is left of accounts that cannot be brought back any more, some at a time; call it once a day or so, for each company. */
  purgeAccounts(company: string): Promise<Purged>;
  /** Removes audit events that are older than `auditRetentionSeconds`, some at a time, and leaves a signed cut. */
  cutAudit(company: string): Promise<AuditCut>;
  /** Removes everything of a company, some at a time: call it until there is a receipt. `confirmation` is the company once more. */
  eraseCompany(company: string, confirmation: string): Promise<Erasure>;
  /** Whether a receipt is this service's. */
  verifyErasureReceipt(receipt: ErasureReceipt): boolean;
  /** Lets an account look at the tokens for these audiences by introspection, of every company; none, and it is a resource server no more. */
  markResourceServer(company: string, clientId: string, audiences: readonly string[]): Promise<void>;
  /** Stores the keys of an outside issuer, whose JWTs accounts may trust. Which of them are known, and what was left out and why. */
  putTrustedIssuer(issuer: TrustedIssuer): Promise<EnteredIssuer>;
  /** Seals the signing keys at rest under the first sealing key, so that an earlier one can be taken out of the settings. */
  reseal(): Promise<Resealed>;
  /** Signs the records of a company anew that an earlier sealing key has signed, some at a time: call it again with `next_cursor`. */
  resealCompany(company: string, input?: ResealInput): Promise<CompanyResealed>;
  /**
   * Makes a new signing key that signs from now on; its `kid`. What the earlier ones signed is `kept` when they were lost, and `refused` when somebody
   * else may have them.
   */
  replaceSigningKey(earlier: 'kept' | 'refused'): Promise<string>;
  /** Whether a text is a secret of any company, and whose; with `revoke` it is revoked. */
  lookUpLeak(text: data.LeakedText): Promise<data.Leak>;
  /** The regular expression that every secret matches, for scanners. */
  secretPattern(): string;
  /**
   * Makes a company's first account, with Admin on `admin` and `directory`; once a company. It is a program: it administers accounts that hold no more than it
   * does. Levels on the product's tools are for people or the platform to grant.
   */
  bootstrap(company: string, name: string): Promise<data.CreatedAccount>;
  /**
   * Every operation of the admin API, for one who asks in one company: the same interface that `badgehouse/client` has over HTTP. What follows here are shorter ways
   * to some of them.
   */
  accounts(by: Principal, company: string): AccountsApi;
  /** Needs Admin on `admin`. The secret is in this answer and in no other. */
  createAccount(by: Principal, company: string, account: data.NewAccount, options?: Keyed): Promise<data.CreatedAccount>;
  /** Needs Admin on `admin`. */
  getAccount(by: Principal, company: string, clientId: string): Promise<data.Account>;
  /** Needs Admin on `admin`. All accounts, or those that fit a search. */
  listAccounts(by: Principal, company: string, query?: data.AccountQuery): Promise<data.Page<data.Account>>;
  /** Needs Admin on `admin`. The account fetches no token any more, and those that are out are refused. */
  deleteAccount(by: Principal, company: string, clientId: string): Promise<void>;
  /** Needs Admin on `admin` and every level that the account holds; of people Admin on `admin` and `directory` will do. */
  addSecret(by: Principal, company: string, clientId: string, secret?: data.NewSecret, options?: Keyed): Promise<data.AddedSecret>;
  /** Needs Admin on `admin`. */
  listSecrets(by: Principal, company: string, clientId: string): Promise<data.SecretList>;
  /** Needs Admin on `admin`. Tokens that were fetched with the secret are refused from now on. */
  revokeSecret(by: Principal, company: string, clientId: string, secretId: string): Promise<void>;
  /** Needs Admin on `directory`. */
  getPermissions(by: Principal, company: string, clientId: string, page?: data.PageRequest): Promise<data.Permissions>;
  /** Needs Admin on `directory`. All or none; with `revision`, only if the account still is at it. */
  setPermissions(by: Principal, company: string, clientId: string, change: data.PermissionChange, options?: Conditional): Promise<void>;
  /** Needs Admin on `directory`. */
  getContact(by: Principal, company: string, clientId: string): Promise<data.Contact>;
  /** Needs Admin on `directory`. What would break the account is refused with `would_break` until `insist` quotes the revision; to mend it, a service account needs what a repair does. */
  changeContact(by: Principal, company: string, clientId: string, change: data.ContactChange): Promise<data.Contact>;
  /** Needs Admin on `directory`; of a service account also every level that the account holds. Makes a broken account work again. */
  repairContact(by: Principal, company: string, clientId: string, how: data.Repair): Promise<data.Contact>;
  /** Needs Admin on `directory`. An entry of the company's own, which touches no account. */
  createContact(by: Principal, company: string, entry: data.NewDirectoryEntry): Promise<data.DirectoryEntry>;
}

const instances = new Instances(glue);

export async function openWith(loader: Loader, options: OpenOptions): Promise<Badgehouse> {
  const { store, crypto, clock, wasm, onDiagnostic, sealingKeys = [], ...others } = own(options);
  if (typeof store?.commit !== 'function') throw new TypeError('a store has the functions get, list and commit');
  const [settings, keys] = [given(others, '', LONGEST_MADE), given(sealingKeys, '/sealingKeys')];
  await instances.ready(loader, wasm);
  const engine = new Remade(instances, () => new glue.Engine(settings as string, keys as string));
  attempt(instances, () => engine.get(), settings, keys);
  const provider = crypto ?? webCrypto({ sealingKeys: JSON.parse(keys as string) });
  const ports = { store, crypto: provider, clock: clock ?? unixNow, monotonic: clock ?? passed };
  return methods(engine, new Calls(instances, engine, ports), onDiagnostic);
}

/** Whatever is handed in is read at the call, before anything is waited for. */
function methods(engine: Remade<glue.Engine>, calls: Calls<glue.Engine>, onDiagnostic: OpenOptions['onDiagnostic']): Badgehouse {
  const atOnce = (operation: string, args: Arguments = {}) =>
    JSON.parse(attempt(instances, () => engine.get().answer(operation, written(args).lines), ...Object.values(args)));
  const accounts = (by: Principal, company: string) => {
    const asker: Arguments = { by: who(by), ...named({ company }) };
    return accountsOf(async ({ method, path, query, headers, body, signal }) => {
      signal?.throwIfAborted();
      const target = query === undefined ? `/${path}` : `/${path}?${query}`;
      const request = given({ method, target, headers: Object.entries(headers) }, '', LONGEST_MADE);
      return calls.sent('administer', { ...asker, request, body });
    });
  };
  return {
    async handle(request, options) {
      const { actor, source, encrypted } = own(options);
      const known = { source: given(source, '/source'), encrypted: given(encrypted, '/encrypted'), used: String(used(request)), actor: given(actor) };
      const { lines, texts } = head(request);
      const bytes = await body(request);
      try {
        const response = await calls.response(known, (engine, moment) => engine.handle(moment, lines, texts, written(known).lines, bytes));
        if (response.diagnostic !== undefined) onDiagnostic?.(response.diagnostic, response.cause);
        return toResponse(response);
      } finally {
        // A secret may be in it.
        bytes?.fill(0);
      }
    },
    ...authorizing(calls, onDiagnostic),
    requestToken: async (request) => calls.answer('requestToken', { request: given(request) }),
    jwks: async () => calls.answer('jwks'),
    maintain: async () => calls.answer('maintain'),
    clock: async () => calls.answer('clock'),
    believeClock: async () => calls.answer('believeClock'),
    recordUsage: async () => calls.done('recordUsage'),
    reportContact: async (company, client_id, report) =>
      calls.answer('reportContact', { ...named({ company, client_id }), report: given(report) }),
    isMachineContact: (email) => atOnce('isMachineContact', named({ email })),
    purgeAccounts: async (company) => calls.answer('purgeAccounts', named({ company })),
    cutAudit: async (company) => calls.answer('cutAudit', named({ company })),
    eraseCompany: async (company, confirmation) => calls.answer('eraseCompany', named({ company, confirmation })),
    verifyErasureReceipt: (receipt) => atOnce('verifyErasureReceipt', { receipt: given(receipt) }),
    markResourceServer: async (company, client_id, audiences) =>
      calls.done('markResourceServer', named({ company, client_id, audiences })),
    putTrustedIssuer: async (issuer) => calls.answer('putTrustedIssuer', { issuer: given(issuer) }),
    reseal: async () => calls.answer('reseal'),
    resealCompany: async (company, input) => calls.answer('resealCompany', { ...named({ company }), input: given(input) }),
    replaceSigningKey: async (earlier) => calls.answer('replaceSigningKey', named({ earlier })),
    lookUpLeak: async (text) => calls.answer('lookUpLeak', { text: given(text) }),
    secretPattern: () => atOnce('secretPattern'),
    bootstrap: async (company, name) => calls.answer('bootstrap', named({ company, name })),
    accounts,
    createAccount: async (by, company, ...rest) => accounts(by, company).createAccount(...rest),
    getAccount: async (by, company, clientId) => accounts(by, company).getAccount(clientId),
    listAccounts: async (by, company, query) => accounts(by, company).listAccounts(query),
    deleteAccount: async (by, company, clientId) => accounts(by, company).deleteAccount(clientId),
    addSecret: async (by, company, ...rest) => accounts(by, company).addSecret(...rest),
    listSecrets: async (by, company, clientId) => accounts(by, company).listSecrets(clientId),
    revokeSecret: async (by, company, clientId, secretId) => accounts(by, company).revokeSecret(clientId, secretId),
    getPermissions: async (by, company, clientId, page) => accounts(by, company).getPermissions(clientId, page),
    async setPermissions(by, company, clientId, change, options) {
      const { revision = '*', ...others } = own(options);
      await accounts(by, company).setPermissions(clientId, change, { ...others, revision } as Decided);
    },
    getContact: async (by, company, clientId) => accounts(by, company).getContact(clientId),
    changeContact: async (by, company, clientId, change) => accounts(by, company).changeContact(clientId, change),
    repairContact: async (by, company, clientId, how) => accounts(by, company).repairContact(clientId, how),
    createContact: async (by, company, entry) => accounts(by, company).createContact(entry),
  };
}

/** Only the symbol itself is the platform. */
function who(by: Principal): Given | typeof platform {
  return by === platform ? platform : given(by);
}

/** Seconds that nobody sets, since this process began. */
function passed(): number {
  return globalThis.performance.now() / 1000;
}

function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}
