// A request of the admin API, as a transport takes it.
import type { PlainResponse } from '../error.js';
import { given, Unreadable } from '../given.js';
import { own } from '../own.js';
import type { Operation } from './operations.js';
import type { Decided, Keyed } from './options.js';
import { invalid } from './problem.js';

/** What brings requests to the API and answers back, each once or more. It knows the company, and who asks. */
export type Send = (request: SendRequest) => Promise<PlainResponse>;

/** A request. */
export interface SendRequest {
  readonly method: Operation['method'];
  /** Behind the company and without a slash in front: `service-accounts/sa_…`; ids are percent-encoded. */
  readonly path: string;
  /** Behind the question mark; absent when there is nothing. */
  readonly query?: string;
  /** Their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal?: AbortSignal;
  /**
   * Whether it may be sent again when nobody knows what became of it: `always`, or with an idempotency key, which is in the headers if the caller
   * gave one, or `never`.
   */
  readonly again: Again;
}

export type Again = 'always' | 'keyed' | 'never';

/** What may be said beside the arguments of any operation. */
type Options = { readonly [Name in keyof (Decided & Keyed)]?: (Decided & Keyed)[Name] | undefined };

/** The request of a call; throws a `BadgehouseError` when an argument has no text. */
export function request(operation: Operation, args: readonly unknown[]): SendRequest {
  const { method, takes, member, always } = operation;
  const left = [...args];
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(left.shift(), `/${name}`)));
  const taken = takes === undefined ? undefined : left.shift();
  const options: Options = own(left.shift() as Decided & Keyed);
  const headers = headersOf(options);
  const query = [always, takes === 'query' ? parameters(taken) : ''].filter(Boolean).join('&');
  return {
    method,
    path,
    headers: takes === 'body' ? { 'content-type': 'application/json', ...headers } : headers,
    ...(query !== '' && { query }),
    ...(takes === 'body' && { body: json(member === undefined ? (taken ?? {}) : { [member]: taken }) }),
    ...(options.signal && { signal: options.signal }),
    again: again(operation, headers),
  };
}

/** GET and DELETE are idempotent by their meaning (RFC 9110 section 9.2.2); under `If-Match` a change is made once, or where it is `*`, wanted over whatever is there. */
function again({ method, again }: Operation, headers: SendRequest['headers']): Again {
  if (again === 'keyed') return 'keyed';
  const repeatable = method === 'GET' || method === 'DELETE' || again === 'harmless' || 'if-match' in headers;
  return repeatable ? 'always' : 'never';
}

function headersOf({ revision, idempotencyKey, reason, requestId }: Options): SendRequest['headers'] {
  const headers: Record<string, string> = {};
  if (revision !== undefined) headers['if-match'] = revision === '*' ? '*' : `"${whole(revision, '/revision')}"`;
  if (idempotencyKey !== undefined) headers['idempotency-key'] = text(idempotencyKey, '/idempotency_key');
  if (requestId !== undefined) headers['x-request-id'] = text(requestId, '/request_id');
  if (reason !== undefined) headers['badgehouse-reason'] = encodeURIComponent(text(reason, '/reason'));
  return headers;
}

/** Text that has UTF-8. */
function text(value: unknown, pointer: string): string {
  if (typeof value !== 'string') throw invalid(pointer, 'this is a text');
  if (/\p{Surrogate}/u.test(value)) throw invalid(pointer, 'an unpaired surrogate is no text');
  return value;
}

/** The digits of a whole number. */
function whole(value: unknown, pointer: string): string {
  const digits = json(value, pointer);
  if (!/^\d+$/.test(digits)) throw invalid(pointer, 'this is a whole number that is not negative');
  return digits;
}

/** JSON text; `at` is the pointer of what has a name. */
function json(value: unknown, at = ''): string {
  const made = given(value, at);
  if (typeof made === 'string') return made;
  throw made instanceof Unreadable ? invalid(made.pointer, made.rule) : invalid(at, 'this is JSON');
}

/** The members of a query; null stands for one that was left out. */
function parameters(query: unknown): string {
  const members: unknown = JSON.parse(json(query ?? {}));
  if (typeof members !== 'object' || members === null || Array.isArray(members)) throw invalid('', 'a query is an object');
  const asked = Object.entries(members).filter(([, value]) => value !== null);
  return new URLSearchParams(asked.map(([name, value]) => [name, parameter(value, `/${name}`)])).toString();
}

function parameter(value: unknown, pointer: string): string {
  if (typeof value === 'object') throw invalid(pointer, 'this is a text, a number or a flag');
  return String(value);
}
