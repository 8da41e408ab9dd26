// What may be said beside an operation's arguments.

/** How any call may be ended. */
export interface Called {
  /** Ends the waiting; the call rejects with the signal's reason. A change that was sent may be done all the same. */
  readonly signal?: AbortSignal;
}

/** A change, which leaves an event in the audit. */
export interface Noted extends Called {
  /** Why, for the audit: 1 to 200 characters. */
  readonly reason?: string;
  /** By which request, for the audit: 1 to 128 visible ASCII characters. */
  readonly requestId?: string;
}

/** A change that may be held to a look at a revision. */
export interface Conditional extends Noted {
  /** What the look showed: if there is another by now, the change is refused with `precondition_failed`. Left out: whichever is there. */
  readonly revision?: number;
}

/** A change that has to be held to a look at a revision. */
export interface Decided extends Noted {
  /** What the look showed, `revision` of the answer: if there is another by now, the change is refused with `precondition_failed`. `*` is whichever is there. */
  readonly revision: number | '*';
}

/** A call that makes a secret, and is done once for each key. */
export interface Keyed extends Noted {
  /** 1 to 128 visible ASCII characters. Within a day, the answer to a repeat is of the same secret, which it does not show. */
  readonly idempotencyKey?: string;
}
