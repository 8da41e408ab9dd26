// Sending again what was not answered, where that does no harm.
import { failure, refused } from '../accounts/problem.js';
import type { Send, SendRequest } from '../accounts/request.js';
import { BadgehouseError, header, type PlainResponse } from '../error.js';
import type { Authorization, Fields } from './authorization.js';
import { pause, waitMs, type Patience, type Said } from './patience.js';

/** Sends a request once; what it throws but a `BadgehouseError` is a failure of the network. */
export type Exchange = (request: SendRequest, headers: Fields) => Promise<PlainResponse>;

/** An answer, or why there is none. */
type Outcome = { readonly answer: PlainResponse } | { readonly thrown: unknown };

/** A transport that renews who asks once, and sends again what may be. */
export function persistent(authorization: Authorization, exchange: Exchange, patience: Patience): Send {
  return async (asked) => {
    const request = keyed(asked);
    let renewed = false;
    let lost: Outcome | undefined;
    for (let sent = 1; ; sent += 1) {
      let { used, outcome } = await once(authorization, exchange, request);
      if (!renewed && statusOf(outcome) === 401 && authorization.renew(used)) {
        renewed = true;
        ({ outcome } = await once(authorization, exchange, request));
      }
      const wait = waitMs(said(outcome), sent, patience);
      if (request.again === 'never' || wait === undefined) return ended(request, outcome, lost);
      // What was to come later is not done; of all else nobody knows.
      if (statusOf(outcome) !== 429) lost = outcome;
      await pause(wait, request.signal);
    }
  };
}

async function once(authorization: Authorization, exchange: Exchange, request: SendRequest) {
  const used = authorization.get();
  const headers = await used;
  request.signal?.throwIfAborted();
  const answered = exchange(request, headers).then((answer) => ({ answer }));
  const outcome: Outcome = await answered.catch((thrown: unknown) => ({ thrown }));
  request.signal?.throwIfAborted();
  if ('thrown' in outcome && outcome.thrown instanceof BadgehouseError) throw outcome.thrown;
  return { used, outcome };
}

/** Makes what is done once for each key repeatable. */
function keyed(request: SendRequest): SendRequest {
  if (request.again !== 'keyed') return request;
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { ...request, headers: { 'idempotency-key': made, ...request.headers } };
}

function said(outcome: Outcome): Said {
  const after = 'answer' in outcome ? header(outcome.answer, 'retry-after') : undefined;
  return { status: statusOf(outcome), retryAfter: after === undefined ? undefined : Number(after) };
}

function statusOf(outcome: Outcome): number | undefined {
  return 'answer' in outcome ? outcome.answer.status : undefined;
}

/** What a call comes to whose earlier try, if there was one, may have been done. */
function ended({ method }: SendRequest, outcome: Outcome, lost: Outcome | undefined): PlainResponse {
  if ('thrown' in outcome) {
    const detail = 'the admin API was not reached, or its answer broke off; the outcome of a change is unknown';
    throw failure('unavailable', 503, detail, { cause: outcome.thrown });
  }
  const { answer } = outcome;
  if (lost === undefined) return answer;
  const gone = method === 'DELETE' && answer.status === 404 && refused(answer).code === 'not_found';
  if (gone) return { status: 204, headers: [], body: '' };
  return { ...answer, cause: 'thrown' in lost ? lost.thrown : refused(lost.answer) };
}
