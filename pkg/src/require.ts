// `require`: a handler that is called for requests that may go on alone.
import { BadgehouseError } from './error.js';
import { given, type Given } from './given.js';
import { presented } from './http.js';
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

/** Told why something could not be answered; `cause` is what your store or provider rejected with. */
export type OnDiagnostic = (diagnostic: string, cause: unknown) => void;

/** Asks the engine whether a call may go on. */
type Ask = (from: Given, need: Given) => Promise<Authorized>;

/** The handler behind the question. What `need` and the handler throw is theirs, and no refusal of the request. */
export function guarded<Asked extends readonly unknown[], More extends readonly [...Asked, ...unknown[]]>(
  ask: Ask,
  need: NeedOf<Asked>,
  handler: Protected<More>,
  onDiagnostic: OnDiagnostic | undefined,
): (request: Request, ...more: More) => Promise<Response> {
  // What the need takes is the beginning of `more`, which the compiler cannot follow.
  const needOf = need as NeedOf<More>;
  const fixed = typeof needOf === 'function' ? undefined : given(needOf);
  return async (request, ...more) => {
    const from = presented(request);
    const needed = typeof needOf === 'function' ? given(await needOf(request, ...more)) : fixed;
    const answer = await ask(from, needed).catch(refusal);
    if (!(answer instanceof BadgehouseError)) return handler(request, answer, ...more);
    if (answer.diagnostic !== undefined) onDiagnostic?.(answer.diagnostic, answer.cause);
    return answer.toResponse();
  };
}

/** What a client can be told of; anything else goes on as it was thrown. */
function refusal(thrown: unknown): BadgehouseError {
  if (thrown instanceof BadgehouseError) return thrown;
  throw thrown;
}
