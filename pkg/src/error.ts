// Errors: stable codes, what was wrong and what to do.
import type { Level } from './principal.js';

/** Codes of the admin API and of `authorize`. */
export type OperationErrorCode =
  | 'invalid_input'
  | 'unauthenticated'
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'insufficient_scope'
  | 'missing_permission'
  | 'not_found'
  | 'foreign_origin'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'would_break'
  | 'revision_mismatch'
  | 'precondition_failed'
  | 'precondition_required'
  | 'idempotency_key_reused'
  | 'too_many_accounts'
  | 'too_many_secrets'
  | 'too_many_keys'
  | 'too_many_trusts'
  | 'secret_not_in_use'
  | 'already_bootstrapped'
  | 'unavailable'
  | 'broken';

/** Codes of `requestToken` (RFC 6749 section 5.2, RFC 8707 section 2). */
export type TokenErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'temporarily_unavailable';

/** Every code there is. Codes are added, never renamed. */
export type ErrorCode = OperationErrorCode | TokenErrorCode;

/** One rule that one part of the input breaks. */
export interface InputProblem {
  /** Where: a JSON Pointer (RFC 6901). */
  readonly pointer: string;
  /** Which rule, for a person. */
  readonly detail: string;
}

/** The permission that was missing. */
export interface Required {
  readonly tool: string;
  /** At least which level, if it is a level that is missing. */
  readonly level?: Level;
  /** Which action, if it is an action. */
  readonly action?: string;
  /** Absent when it has to be at company level. */
  readonly project?: string;
}

/** A response as the engine gives it, whose body is text. */
export interface PlainResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly diagnostic?: string;
  readonly cause?: unknown;
}

/** What a module refuses with. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors: readonly InputProblem[];
  readonly required?: Required | undefined;
  readonly contactRevision?: number | undefined;
  readonly response: PlainResponse;
  readonly cause?: unknown;
}

/** Why an operation was refused or could not be done. `cause` is what your store or provider rejected with; over HTTP, what became of an earlier try. */
export class BadgehouseError extends Error {
  override readonly name = 'BadgehouseError';
  readonly code: ErrorCode;
  /** The HTTP status that goes with the code; over HTTP, of an answer that is none of the admin API's, its own. */
  readonly status: number;
  /** What was wrong and what to do, for a person. */
  readonly detail: string;
  /** With `invalid_input`: each rule that is broken. */
  readonly errors: readonly InputProblem[];
  /** With `missing_permission` and `insufficient_scope`: what is missing. */
  readonly required: Required | undefined;
  /** With `would_break` and `revision_mismatch`: the revision to quote to insist. */
  readonly contactRevision: number | undefined;
  /** With `unavailable` and `temporarily_unavailable`: in how many seconds to come again. */
  readonly retryAfter: number | undefined;
  /** With `use_dpop_nonce`: the nonce that the next proof has to carry. */
  readonly dpopNonce: string | undefined;
  /** For the operator's log; no response carries it. */
  readonly diagnostic: string | undefined;
  readonly #response: PlainResponse;

  /** @internal */
  constructor(refusal: Refusal) {
    const problems = refusal.errors.map(({ pointer, detail }) => `; ${pointer}: ${detail}`);
    super(refusal.detail + problems.join(''), 'cause' in refusal ? { cause: refusal.cause } : {});
    this.code = refusal.code;
    this.status = refusal.response.status;
    this.detail = refusal.detail;
    this.errors = refusal.errors;
    this.required = refusal.required;
    this.contactRevision = refusal.contactRevision;
    const seconds = header(refusal.response, 'retry-after');
    this.retryAfter = seconds === undefined ? undefined : Number(seconds);
    this.dpopNonce = header(refusal.response, 'dpop-nonce');
    this.diagnostic = refusal.response.diagnostic;
    this.#response = refusal.response;
  }

  /** The response that tells a client of it, with its challenge (RFC 6750) and problem details (RFC 9457). */
  toResponse(): Response {
    return toResponse(this.#response);
  }
}

/** A header; names are in lower case there. */
export function header({ headers }: PlainResponse, name: string): string | undefined {
  return headers.find(([other]) => other === name)?.[1];
}

/** A `Response` of the platform. */
export function toResponse({ status, headers, body }: PlainResponse): Response {
  return new Response(body === '' ? null : body, { status, headers: headers as [string, string][] });
}

/** A refusal of a module, which is the response that tells of it, in JSON text. The token endpoint has other names for its members (RFC 6749 section 5.2) than others (RFC 9457). */
export function refusalOf(text: string): Refusal {
  const response = JSON.parse(text) as PlainResponse;
  const { error, error_description, code = error, detail = error_description, errors = [], required, contact_revision: contactRevision } = JSON.parse(response.body);
  return { code, detail, errors, required, contactRevision, response };
}

/** Whether this is such a refusal, of which no platform makes one. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  const object = typeof thrown === 'object' && thrown !== null && !(thrown instanceof Error);
  return object && Object.prototype.hasOwnProperty.call(thrown, 'response');
}
