// The admin API over HTTP, typed; nothing of it is WebAssembly.
import { accountsOf } from './accounts.js';
import type { AccountsApi } from './accounts/api.js';
import { invalid } from './accounts/problem.js';
import type { SendRequest } from './accounts/request.js';
import { Authorization, type Authorize, type Fields } from './client/authorization.js';
import { seconds, type Patience } from './client/patience.js';
import { persistent, type Exchange } from './client/retry.js';
import type { PlainResponse } from './error.js';
import { own } from './own.js';

export type * from './account.js';
export { accountsOf } from './accounts.js';
export type * from './accounts/account.js';
export type * from './accounts/api.js';
export type * from './accounts/audit.js';
export type * from './accounts/credential.js';
export { items } from './accounts/items.js';
export type * from './accounts/me.js';
export type * from './accounts/options.js';
export type * from './accounts/permission.js';
export type { Send, SendRequest } from './accounts/request.js';
export type { App, Catalogue, Requests, Tool, ToolAction } from './catalogue.js';
export type { Authorize, Fields } from './client/authorization.js';
export type { Patience } from './client/patience.js';
export { BadgehouseError } from './error.js';
export type { ErrorCode, InputProblem, OperationErrorCode, PlainResponse, Required, TokenErrorCode } from './error.js';
export type { Level, LevelAndActions, Levels } from './principal.js';

/** Where the API is, which company is administered, and as whom. */
export interface ClientOptions extends Patience {
  /**
   * Where the API begins, without a slash at the end: `https://acme.example/badgehouse/v1`, or in a page `/badgehouse/v1`. If it is of another origin than the
   * page, its answers have to expose the headers `ETag`, `Badgehouse-Next-Cursor` and `Retry-After` to it: without the second, an export ends after a page.
   */
  readonly api: string;
  readonly company: string;
  /** Headers of each request. */
  readonly headers?: Fields;
  /** Gives the headers that say who asks. Without it, the platform's cookies do, if the host goes by them. */
  readonly authorize?: Authorize;
  /** In place of the platform's. It may send along what it likes, such as a proof for DPoP, cookies of another origin, or a timeout's signal. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * The service accounts of a company, over HTTP.
 *
 * What nobody knows the outcome of is sent again where that does no harm: reads, deletions, what is made once for each idempotency key, and what is held to
 * a revision. The keys for new accounts and secrets it makes itself. Where the answer to the first was lost, the second is told what has become since:
 *
 * - of a new account or secret, that it is there: with a `notice` in place of the secret, which nobody can be shown any more. Add another.
 * - of a deletion that there is nothing (any more): taken for done.
 * - of a change that it was decided on an older revision, `precondition_failed`. Then `cause` tells what happened to the first, which may be what has changed it.
 *
 * All else is sent once, since a second might undo what somebody did in between, or make another: it is refused with `unavailable`, and you have to look.
 */
export function client(options: ClientOptions): AccountsApi {
  const { api, company, headers = {}, authorize, fetch = globalThis.fetch, ...patience } = own(options);
  const base = `${address(api)}/companies/${segment(company)}/`;
  const exchange: Exchange = async (request, who) => {
    const { method, body, signal } = request;
    const fields = fitting({ ...who, ...request.headers });
    const more = { ...(body !== undefined && { body }), ...(signal && { signal }) };
    // A redirect would send along who asks, or make a GET of a change.
    return plain(await fetch(base + path(request), { method, headers: fields, redirect: 'manual', ...more }));
  };
  return accountsOf(persistent(new Authorization(headers, authorize), exchange, patience));
}

/** No error may tell a password, and whoever reads an address of the API does not expect one. */
function address(api: unknown): string {
  if (typeof api === 'string' && /^[^?#@]+$/.test(api)) return api.replace(/\/$/, '');
  throw new TypeError('`api` is an address without user, query and fragment');
}

function segment(company: unknown): string {
  if (typeof company === 'string' && isSegment(company) && !/\p{Surrogate}/u.test(company)) return encodeURIComponent(company);
  throw new TypeError('`company` is the id of a company');
}

/** A segment that the URL standard or a server takes out would make another address of it, and another operation. */
function isSegment(text: string): boolean {
  return !['', '.', '..'].includes(text);
}

function path({ path, query }: SendRequest): string {
  if (!path.split('/').every(isSegment)) throw invalid('', 'an id is neither empty nor `.` nor `..`');
  return query === undefined ? path : `${path}?${query}`;
}

/** What the platform says of a header that cannot be sent quotes it, and a token may be in it. */
function fitting(fields: Fields): Headers {
  const fit = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    try {
      fit.set(name, value);
    } catch {
      throw invalid(`/${name}`, 'a header has no such character');
    }
  }
  return fit;
}

/** Read to its end: what breaks off is no answer. */
async function plain(response: Response): Promise<PlainResponse> {
  const headers = [...response.headers].map(([name, value]) => [name, name === 'retry-after' ? String(seconds(value)) : value] as const);
  return { status: response.status, headers, body: await response.text() };
}
