// Why there is no token.
import type { TokenErrorCode } from '../error.js';

/**
 * A code of OAuth's (RFC 6749 section 5.2), as the server has it; or `unavailable`: it was not reached, or what it answered is no answer of a token endpoint, such as a
 * proxy's page.
 */
export type TokenFailureCode = TokenErrorCode | 'unavailable' | (string & {});

/** What is known of an answer beside its code. */
interface More {
  readonly status?: number;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** Why no token was got. Nothing in it is secret. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenFailureCode;
  /** Of the answer; undefined where there was none. `cause` has the reason then. */
  readonly status: number | undefined;
  /** In how many seconds to come again, if the server says so. */
  readonly retryAfter: number | undefined;

  /** @internal */
  constructor(code: TokenFailureCode, detail: string, more: More) {
    super(`${code}: ${detail}`, more);
    this.code = code;
    this.status = more.status;
    this.retryAfter = more.retryAfter;
  }
}
