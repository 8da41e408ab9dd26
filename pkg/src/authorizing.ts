// What an API asks of an engine: whether a call may go on, and what a token says.
import type { Calls } from './call.js';
import { given, named, type Given } from './given.js';
import { presented, type Authorization } from './http.js';
import { own } from './own.js';
import { guard, guarded, type Guard, type NeedOf, type OnDiagnostic, type Protected } from './require.js';
import type { ActiveToken, Authorized, Need, TokensOf } from './token.js';

/** How an API is called whose own address the request may not tell. */
export interface VerifyOptions {
  /** As in a `Need`. */
  readonly origin?: string | undefined;
}

/** What checks the calls of your APIs. Every method rejects with a `BadgehouseError`. */
export interface Authorizing {
  /** Whether an API call may go on; `BadgehouseError.toResponse()` is what to answer when not. */
  authorize(from: Authorization, need: Need): Promise<Authorized>;
  /**
   * What the token of a request says, for an API that decides by itself: it is good now, of the company that you name, and for the audience, your first
   * when left out. With `{ anyCompany: true }` comparing its `company` is yours.
   */
  verify(from: Authorization, of: TokensOf, audience?: string, options?: VerifyOptions): Promise<ActiveToken>;
  /**
   * Wraps a `fetch` handler: it is called for requests that hold what is needed, any other is answered with its challenge. What else the server hands
   * in, as Workers do with `env` and `ctx`, is passed on. A need that no request can meet (no such tool, no such audience) is answered with 500.
   */
  require<Asked extends readonly unknown[], More extends readonly [...Asked, ...unknown[]]>(
    need: NeedOf<Asked>,
    handler: Protected<More>,
  ): (request: Request, ...more: More) => Promise<Response>;
  /**
   * What stands before a handler of any kind: it is asked with what a request presents, and tells who may go on, or what to answer. `toHono`, and of `badgehouse/node`
   * `toExpress` and `toFastify`, make middleware of it. A need that follows from the call is asked with what the guard is handed behind the request.
   */
  require<Asked extends readonly unknown[] = readonly []>(need: Need | ((...asked: Asked) => Need | Promise<Need>)): Guard<Asked>;
}

/** The operations of an API, of whichever engine the calls are. */
export function authorizing(calls: Pick<Calls<never>, 'answer'>, onDiagnostic: OnDiagnostic | undefined): Authorizing {
  return {
    authorize: async (from, need) => calls.answer('authorize', { presented: presented(from), need: given(need) }),
    verify: async (from, of, audience, options) =>
      calls.answer('verify', { presented: presented(from), of: given(of), ...named({ audience, origin: own(options).origin }) }),
    require: requiring(calls, onDiagnostic),
  };
}

function requiring(calls: Pick<Calls<never>, 'answer'>, onDiagnostic: OnDiagnostic | undefined): Authorizing['require'] {
  const ask = (presented: Given, need: Given) => calls.answer<Authorized>('require', { presented, need });
  return (need: Need | ((...asked: never) => Need | Promise<Need>), handler?: Protected<never>) => {
    const asked = guard(ask, need, onDiagnostic);
    // What is handed on is what the caller's types say, which the compiler cannot follow through both forms.
    return (handler === undefined ? asked : guarded(asked as never, handler)) as never;
  };
}
