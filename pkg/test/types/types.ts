// What the types allow and what they refuse; compiled, never run.
import {
  BadgehouseError,
  open,
  platform,
  webCrypto,
  type Account,
  type Actor,
  type Badgehouse,
  type CryptoProvider,
  type ErrorCode,
  type Store,
} from 'badgehouse';
import { open as openAuthorize, type Authorizing } from 'badgehouse/authorize';
import { open as openInline } from 'badgehouse/inline';
import { rules } from 'badgehouse/rules';
import { checkStore, laws, type LawId } from 'badgehouse/store-laws';
import { MemoryStore } from 'badgehouse/stores/memory';

const store: Store = new MemoryStore({ clock: () => 0 });
const sealingKeys = ['key'];
const crypto: CryptoProvider = webCrypto({ sealingKeys });
const badges: Badgehouse = await open({ issuer: 'i', contactDomain: 'd', sealingKeys, store, crypto });
const inlined: typeof open = openInline;
void inlined;

const authorizing: Authorizing = await openAuthorize({ issuer: 'i', contactDomain: 'd', sealingKeys, store: { get: (keys) => keys.map(() => null) } });
// @ts-expect-error it issues no token
void authorizing.requestToken({ client_id: 'c', client_secret: 's' });

// @ts-expect-error a store is required
void open({ issuer: 'i', contactDomain: 'd', sealingKeys });
// @ts-expect-error a sealing key is text
void open({ issuer: 'i', contactDomain: 'd', sealingKeys: [new Uint8Array(32)], store });
// @ts-expect-error the policy has no such member
void open({ issuer: 'i', contactDomain: 'd', sealingKeys, store, policy: { token_seconds: 5 } });
void open({ issuer: 'i', contactDomain: 'd', sealingKeys, store, policy: { signingAlgorithm: 'RS256' } });
// @ts-expect-error nothing signs tokens with PS256
void open({ issuer: 'i', contactDomain: 'd', sealingKeys, store, policy: { signingAlgorithm: 'PS256' } });

const ann: Actor = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin' } };
void badges.listAccounts(platform, 'acme');
// @ts-expect-error the platform is a symbol, not a text
void badges.listAccounts('platform', 'acme');
// @ts-expect-error any symbol will not do
void badges.listAccounts(Symbol(), 'acme');
// @ts-expect-error a service account's levels come from the store
const robot: Actor = { kind: 'service_account', company: 'acme', id: 'sa_1', levels: {} };
void robot;
// @ts-expect-error there is no such level
const wrong: Actor = { kind: 'user', company: 'acme', id: 'bob', levels: { admin: 'owner' } };
void wrong;

void badges.createAccount(ann, 'acme', { app_type: 'custom', name: 'x' }, { idempotencyKey: 'k' });
void badges.createAccount(ann, 'acme', { app_type: 'marketplace', app: 'sync', name: 'x' });
// @ts-expect-error a marketplace account names its app
void badges.createAccount(ann, 'acme', { app_type: 'marketplace', name: 'x' });
// @ts-expect-error a custom account names no app
void badges.createAccount(ann, 'acme', { app_type: 'custom', app: 'sync', name: 'x' });

const made = await badges.createAccount(ann, 'acme', { app_type: 'custom', name: 'x' });
if (made.client_secret === undefined) {
  const notice: string = made.notice;
  void notice;
} else {
  const secret: string = made.client_secret;
  void secret;
}
// @ts-expect-error the secret may be absent, in the answer to a repeated call
const secret: string = made.client_secret;
void secret;

function app(account: Account): string {
  return account.app_type === 'marketplace' ? account.app : account.name;
}
void app(await badges.getAccount(ann, 'acme', made.client_id));
// @ts-expect-error no other answer has the secret
void (await badges.getAccount(ann, 'acme', made.client_id)).client_secret;

await badges.authorize(new Request('https://a.example'), { company: 'acme', tool: 'rfis', level: 'read_only' });
await badges.authorize(null, { company: 'acme', tool: 'rfis', level: 'admin', project: 'p', audience: 'a' });
// @ts-expect-error a call needs a level above none
await badges.authorize('Bearer x', { company: 'acme', tool: 'rfis', level: 'none' });
// @ts-expect-error the company is required
await badges.authorize('Bearer x', { tool: 'rfis', level: 'read_only' });
// @ts-expect-error an actor is required to be one
await badges.handle(new Request('https://a.example'), { actor: { id: 'ann' } });
await badges.handle(new Request('https://a.example'), { actor: undefined });

await badges.verify('DPoP x', { company: 'acme' }, undefined, { origin: 'https://a.example' });
await badges.verify('Bearer x', { anyCompany: true }, 'https://a.example');
// @ts-expect-error whose tokens are taken has to be said
await badges.verify('Bearer x');
// @ts-expect-error an audience says nothing of the company
await badges.verify('Bearer x', 'https://a.example');
// @ts-expect-error neither does nothing
await badges.verify('Bearer x', {});
// @ts-expect-error it is one company or any
await badges.verify('Bearer x', { company: 'acme', anyCompany: true });
// @ts-expect-error any company is said by the word alone
await badges.verify('Bearer x', { anyCompany: false });
const { dpop_nonce } = await badges.requestToken({ client_id: 'i', client_secret: 's', dpop: 'p' });
dpop_nonce satisfies string | undefined;

const plain = badges.require({ company: 'acme', tool: 'rfis', level: 'read_only', origin: 'https://a.example' }, () => new Response());
await plain(new Request('https://a.example'));
interface Env {
  readonly company: string;
}
const ofWorker = badges.require(
  (request, env: Env) => ({ company: env.company, tool: 'rfis', level: 'read_only', project: request.url }),
  (_request, who, env: Env, ctx: { waitUntil(promise: Promise<unknown>): void }) => {
    ctx.waitUntil(Promise.resolve());
    return Response.json({ [env.company]: who.client_id });
  },
);
await ofWorker(new Request('https://a.example'), { company: 'acme' }, { waitUntil() {} });
const ofItsNeed = badges.require((_request, { company }: Env) => ({ company, tool: 'rfis', level: 'read_only' }), () => new Response());
await ofItsNeed(new Request('https://a.example'), { company: 'acme' }, 'more');
// @ts-expect-error the need wants more than the request
await ofItsNeed(new Request('https://a.example'));
// @ts-expect-error the handler wants more than the request
await ofWorker(new Request('https://a.example'));

// A switch over the codes is complete when it compiles.
function advice(code: ErrorCode): 'retry' | 'operator' | 'caller' {
  switch (code) {
    case 'unavailable':
    case 'temporarily_unavailable':
      return 'retry';
    case 'broken':
      return 'operator';
    case 'invalid_input':
    case 'invalid_dpop_proof':
    case 'use_dpop_nonce':
    case 'invalid_grant':
    case 'too_many_trusts':
    case 'unauthenticated':
    case 'invalid_token':
    case 'insufficient_scope':
    case 'missing_permission':
    case 'not_found':
    case 'foreign_origin':
    case 'method_not_allowed':
    case 'body_too_large':
    case 'unsupported_media_type':
    case 'would_break':
    case 'revision_mismatch':
    case 'precondition_failed':
    case 'precondition_required':
    case 'idempotency_key_reused':
    case 'too_many_accounts':
    case 'too_many_secrets':
    case 'too_many_keys':
    case 'secret_not_in_use':
    case 'already_bootstrapped':
    case 'invalid_request':
    case 'invalid_client':
    case 'unauthorized_client':
    case 'unsupported_grant_type':
    case 'invalid_scope':
    case 'invalid_target':
      return 'caller';
  }
}

try {
  await badges.jwks();
} catch (error) {
  if (error instanceof BadgehouseError) {
    const response: Response = error.toResponse();
    void [advice(error.code), error.required?.tool, error.cause, response];
    error.retryAfter satisfies number | undefined;
    error.dpopNonce satisfies string | undefined;
    // @ts-expect-error there is no such code
    void (error.code === 'forbidden');
  }
}

const { check, checkNewAccount, checkLevels, catalogue } = await rules();
void check('updateAccount', { name: '' });
// @ts-expect-error there is no such form
void check('deleteAccount', {});
for (const { pointer, detail } of [...checkNewAccount({}), ...checkLevels({})]) void (pointer + detail);
void catalogue.tools.map(({ scope }) => scope satisfies 'company' | 'project');

const report = await checkStore(() => new MemoryStore(), (memory: MemoryStore) => memory.list('p/', undefined, 1));
const kept: readonly LawId[] = report.kept;
void kept;
for (const law of laws) void law.check(() => store);
// @ts-expect-error a handle is closed as what was opened
void checkStore(() => store, (memory: MemoryStore) => memory.list('p/', undefined, 1));
// @ts-expect-error a store has three functions
void checkStore(() => ({ get: () => [] }));
