// Refusals of the admin API: problem details (RFC 9457), and answers that are none of its own.
import { BadgehouseError, header, type InputProblem, type OperationErrorCode, type PlainResponse, type Required } from '../error.js';

/** Every code, so that no other gets into the closed union. */
const codes: { readonly [Code in OperationErrorCode]: true } = {
  invalid_input: true,
  unauthenticated: true,
  invalid_request: true,
  invalid_token: true,
  invalid_dpop_proof: true,
  use_dpop_nonce: true,
  insufficient_scope: true,
  missing_permission: true,
  not_found: true,
  foreign_origin: true,
  method_not_allowed: true,
  body_too_large: true,
  unsupported_media_type: true,
  would_break: true,
  revision_mismatch: true,
  precondition_failed: true,
  precondition_required: true,
  idempotency_key_reused: true,
  too_many_accounts: true,
  too_many_secrets: true,
  too_many_keys: true,
  too_many_trusts: true,
  secret_not_in_use: true,
  already_bootstrapped: true,
  unavailable: true,
  broken: true,
};

/** A problem document, as far as it is read. */
interface Problem {
  readonly code: OperationErrorCode;
  readonly detail: string;
  readonly errors?: readonly InputProblem[];
  readonly required?: Required;
  readonly contact_revision?: number;
}

/** The error that an answer tells of; of one that is no refusal of the admin API, that it is none. */
export function refused(answer: PlainResponse): BadgehouseError {
  const cause = 'cause' in answer ? { cause: answer.cause } : {};
  const told = is(answer, 'application/problem+json') ? parsed(answer) : undefined;
  if (!isProblem(told)) return foreign(answer, cause);
  const { code, detail, errors = [], required, contact_revision: contactRevision } = told;
  return new BadgehouseError({ code, detail, errors, required, contactRevision, response: answer, ...cause });
}

function isProblem(told: unknown): told is Problem {
  const { code, detail }: { readonly code?: unknown; readonly detail?: unknown } = Object(told);
  return typeof code === 'string' && Object.hasOwn(codes, code) && typeof detail === 'string';
}

/** What stands between may have answered, or another server: its words are not passed on. 401 says the same wherever it comes from. */
function foreign(answer: PlainResponse, cause: { readonly cause?: unknown }): BadgehouseError {
  const code = answer.status === 401 ? 'unauthenticated' : 'unavailable';
  // What an error does not answer with is no status for one: RFC 9110 section 15.6.3 has another for a server whose answer is none.
  const status = answer.status >= 400 && answer.status <= 599 ? answer.status : 502;
  const retryAfter = header(answer, 'retry-after');
  return failure(code, status, `an answer of status ${answer.status} that is none of the admin API's; look at what is between`, { ...cause, retryAfter });
}

/** What an error has beside its code. */
interface More {
  readonly errors?: readonly InputProblem[];
  /** In seconds. */
  readonly retryAfter?: string | undefined;
  readonly cause?: unknown;
}

/** That one part of the input breaks a rule. */
export function invalid(pointer: string, detail: string): BadgehouseError {
  const errors = [{ pointer, detail }];
  return failure('invalid_input', 400, 'the input breaks the rules named in `errors`', { errors });
}

/** An error that no server told of. */
export function failure(code: OperationErrorCode, status: number, detail: string, { errors = [], retryAfter, ...cause }: More = {}): BadgehouseError {
  const headers: [string, string][] = [['content-type', 'application/problem+json']];
  if (retryAfter !== undefined) headers.push(['retry-after', retryAfter]);
  const body = JSON.stringify({ status, code, detail, errors });
  return new BadgehouseError({ code, detail, errors, response: { status, headers, body }, ...cause });
}

/** Whether an answer is of a media type, whatever its parameters. */
export function is(answer: PlainResponse, type: string): boolean {
  return header(answer, 'content-type')?.split(';')[0]?.trim().toLowerCase() === type;
}

/** The JSON of an answer; nothing where it is none. */
export function parsed({ body }: PlainResponse): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
