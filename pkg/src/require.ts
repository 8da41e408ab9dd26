// `require`: what stands before a handler, and lets through requests that may go on alone.
import { BadgehouseError } from './error.js';
import { given, type Given } from './given.js';
import { presented, type Authorization } from './http.js';
import type { Authorized, Need } from './token.js';

/** What a call needs, or how that follows from the request and what else the server handed in. */
export type NeedOf<More extends readonly unknown[] = readonly unknown[]> =
  | Need
  | ((request: Request, ...more: More) => Need | Promise<Need>);

/** What answers a call that may go on. `more` is what the server handed in beside the request. */
export type Protected<More extends readonly unknown[] = readonly unknown[]> = (
  request: Request,
  who: Authorized,
  ...more: More
) => Response | Promise<Response>;

/** Who may go on, or the answer to who may not, with its challenge. */
export type Passage =
  | { readonly who: Authorized; readonly response?: never }
  | { readonly response: Response; readonly who?: never };

/** Looks at what a request presents. `asked` is what the need is asked with, where it follows from the call. */
export type Guard<Asked extends readonly unknown[] = readonly []> = (from: Authorization, ...asked: Asked) => Promise<Passage>;

/** Told why something could not be answered; `cause` is what your store or provider rejected with. */
export type OnDiagnostic = (diagnostic: string, cause: unknown) => void;

/** Asks the engine whether a call may go on. */
type Ask = (from: Given, need: Given) => Promise<Authorized>;

/** The question. What the need throws is its own, and no refusal of the request. */
export function guard<Asked extends readonly unknown[]>(
  ask: Ask,
  need: Need | ((...asked: Asked) => Need | Promise<Need>),
  onDiagnostic: OnDiagnostic | undefined,
): Guard<Asked> {
  const fixed = typeof need === 'function' ? undefined : given(need);
  return async (from, ...asked) => {
    const shown = presented(from);
    const needed = typeof need === 'function' ? given(await need(...asked)) : fixed;
    const answer = await ask(shown, needed).catch(refusal);
    if (!(answer instanceof BadgehouseError)) return { who: answer };
    if (answer.diagnostic !== undefined) onDiagnostic?.(answer.diagnostic, answer.cause);
    return { response: answer.toResponse() };
  };
}

/** The handler behind a guard. What it throws is its own. */
export function guarded<More extends readonly unknown[]>(
  guard: Guard<readonly [Request, ...More]>,
  handler: Protected<More>,
): (request: Request, ...more: More) => Promise<Response> {
  return async (request, ...more) => {
    const { who, response } = await guard(request, request, ...more);
    return response ?? handler(request, who, ...more);
  };
}

/** What a client can be told of; anything else goes on as it was thrown. */
function refusal(thrown: unknown): BadgehouseError {
  if (thrown instanceof BadgehouseError) return thrown;
  throw thrown;
}
