// The instance of the module that runs, and the one way into it. An instance that stopped is thrown away, and the next call has a new one.
import { __wbg_reset_state as renew, stopped } from './badgehouse.js';
import { isRefusal, type Refusal } from './error.js';

/** What is told of an instance that stopped, made while one ran: of the call that it stopped at, of those beside it, of token requests. */
let told: readonly Refusal[] = [];
/** How many instances there were before. */
let before = 0;
/** Why the last of them stopped. */
let last: unknown;
/** Whether there is no instance, since none could be made. */
let missing = false;

/** An instance has stopped: in this call, or beside it in another. */
export class Stopped {
  constructor(
    readonly beside: boolean,
    readonly cause: unknown,
  ) {}

  /** What is told of it; `token` in the words of the token endpoint. Of a change that was under way the outcome is unknown. */
  refusal(token: boolean): Refusal {
    const refusal = told[token ? 2 : this.beside ? 1 : 0] as Refusal;
    const why = this.cause instanceof Error ? `${this.cause.name}: ${this.cause.message}` : 'no reason given';
    const diagnostic = this.beside ? `${refusal.response.diagnostic} in another call: ${why}` : `${refusal.response.diagnostic}: ${why}`;
    return { ...refusal, response: { ...refusal.response, diagnostic }, cause: this.cause };
  }
}

/** To be called once the module runs. */
export function started(): void {
  told = stopped() as Refusal[];
}

/** Which instance runs. */
export function current(): number {
  return before;
}

/**
 * Calls the module. It throws refusals; anything else says that the instance was left in the middle of something, so that it is used no more.
 * `born` is the instance that a call began in, which cannot go on in another.
 */
export function enter<T>(call: () => T, born = before): T {
  if (born !== before) throw new Stopped(true, last);
  if (missing) renewed();
  try {
    return call();
  } catch (thrown) {
    if (isRefusal(thrown) || thrown instanceof Stopped) throw thrown;
    before += 1;
    last = thrown;
    missing = true;
    try {
      // At once, so that nothing of the old instance is freed in it.
      renewed();
    } catch {
      // The next call tries again.
    }
    throw new Stopped(false, thrown);
  }
}

function renewed(): void {
  try {
    renew();
    missing = false;
  } catch (thrown) {
    throw new Stopped(false, thrown);
  }
}

/** What lives in the module, and is made anew in each instance. */
export class Remade<T> {
  readonly #make: () => T;
  #made: T | undefined;
  #in: number | undefined;

  constructor(make: () => T) {
    this.#make = make;
  }

  get(): T {
    if (this.#made === undefined || this.#in !== before) {
      this.#made = enter(this.#make);
      this.#in = before;
    }
    return this.#made;
  }
}
