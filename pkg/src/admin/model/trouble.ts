// What went wrong, as a person needs to hear it: in kinds that each have something to do about them.
import type { BadgehouseError, InputProblem, Required } from '../../error.js';

/**
 * What there is to do:
 *
 * - `ended`: sign in again. `offline`: look at the network. `busy`: wait, for `retryAfter` seconds if it is known. `outcome`: look whether it was done.
 * - `forbidden`: ask who may. `input`: mend what `errors` name. `limit`: make room. `conflict`: look at what another has changed. `gone`: go back.
 * - `broken`: tell whoever runs the service.
 */
export type TroubleKind = 'ended' | 'offline' | 'busy' | 'outcome' | 'forbidden' | 'input' | 'limit' | 'conflict' | 'gone' | 'broken';

/** Why something was not done. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** In English, from whoever refused. */
  readonly detail: string;
  readonly errors: readonly InputProblem[];
  readonly required?: Required | undefined;
  /** In seconds. */
  readonly retryAfter?: number | undefined;
  /** With `would_break`: what to quote to insist. */
  readonly contactRevision?: number | undefined;
  readonly code: string;
}

const KINDS: Readonly<Record<string, TroubleKind>> = {
  unauthenticated: 'ended',
  invalid_token: 'ended',
  invalid_dpop_proof: 'ended',
  use_dpop_nonce: 'ended',
  insufficient_scope: 'forbidden',
  missing_permission: 'forbidden',
  foreign_origin: 'forbidden',
  not_found: 'gone',
  invalid_input: 'input',
  invalid_request: 'input',
  body_too_large: 'input',
  unsupported_media_type: 'input',
  would_break: 'conflict',
  revision_mismatch: 'conflict',
  precondition_failed: 'conflict',
  precondition_required: 'conflict',
  too_many_accounts: 'limit',
  too_many_secrets: 'limit',
  too_many_keys: 'limit',
  too_many_trusts: 'limit',
  secret_not_in_use: 'limit',
};

/** Whether it is what an engine or the client rejects with: by its name, since the page is a file of its own and has another class than the engine in the same page. */
export function isRefusal(thrown: unknown): thrown is BadgehouseError {
  return thrown instanceof Error && thrown.name === 'BadgehouseError';
}

/** What a rejection tells. `change`: whether it was one, so that nobody may know its outcome. */
export function troubleOf(thrown: unknown, change: boolean): Trouble {
  if (!isRefusal(thrown)) return { kind: 'broken', detail: String(thrown), errors: [], code: 'broken' };
  const { code, detail, errors, required, retryAfter, contactRevision } = thrown;
  return { kind: kindOf(thrown, change), detail, errors, required, retryAfter, contactRevision, code };
}

function kindOf({ code, status, cause }: BadgehouseError, change: boolean): TroubleKind {
  if (code !== 'unavailable') return status === 429 ? 'busy' : (KINDS[code] ?? 'broken');
  // Of a network that failed, the client has the platform's own error as cause.
  if (cause !== undefined && !isRefusal(cause)) return change ? 'outcome' : 'offline';
  return 'busy';
}

/** Whether a change was held to a look that is no longer what is there. */
export function outdated(thrown: unknown): boolean {
  return isRefusal(thrown) && thrown.code === 'precondition_failed';
}
