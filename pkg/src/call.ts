// The driver: a call of the engine is stepped to its end, each ask answered by the ports.
import { Moment, unreadable, type Call, type Engine } from './badgehouse.js';
import { BadgehouseError, isRefusal, type PlainResponse } from './error.js';
import { Unreadable, type Given } from './given.js';
import { Remade, Stopped, current, enter } from './instance.js';
import { answered, type Answered, type Ask, type Ports } from './ports.js';

/** A method of the engine that begins a call. */
export type Operation = { [Name in keyof Engine]: Engine[Name] extends (...args: never[]) => Call ? Name : never }[keyof Engine];

/** How a call ends. */
type End = { readonly kind: 'answer'; readonly answer: string } | { readonly kind: 'response'; readonly response: PlainResponse };

/** Calls of one engine, which may overlap. */
export class Calls {
  readonly #engine: Remade<Engine>;
  readonly #ports: Ports;

  constructor(engine: Remade<Engine>, ports: Ports) {
    this.#engine = engine;
    this.#ports = ports;
  }

  /** What an operation answers. */
  async answer<T>(operation: Operation, ...args: readonly unknown[]): Promise<T> {
    const end = await this.#end(operation, args);
    return JSON.parse(end.kind === 'answer' ? end.answer : 'null') as T;
  }

  /** What an operation without an answer comes to. */
  async done(operation: Operation, ...args: readonly unknown[]): Promise<void> {
    await this.#end(operation, args);
  }

  /** The response of `handle`. An instance that stops is answered, too. */
  async response(...args: readonly unknown[]): Promise<PlainResponse> {
    const end = await this.#end('handle', args);
    if (end.kind === 'response') return end.response;
    throw new TypeError('the engine answered no response');
  }

  async #end(operation: Operation, args: readonly unknown[]): Promise<End> {
    // What the clock throws is its own.
    const now = this.#ports.clock();
    const passed = this.#ports.monotonic === this.#ports.clock ? now : this.#ports.monotonic();
    let failure: Answered['failure'];
    try {
      readable(args, operation);
      const call = this.#begun(operation, now, passed, args);
      const born = current();
      try {
        let step: Ask | End = enter(() => call.step(undefined), born);
        while (step.kind !== 'answer' && step.kind !== 'response') {
          const reply = await answered(step, this.#ports);
          failure = reply.failure ?? failure;
          step = enter(() => call.step(reply.answer), born);
        }
        return withCause(step, failure);
      } finally {
        if (born === current()) enter(() => call.free());
      }
    } catch (thrown) {
      if (!(thrown instanceof Stopped)) throw asError(thrown, failure);
      const refusal = thrown.refusal(operation === 'requestToken');
      if (operation !== 'handle') throw new BadgehouseError(refusal);
      return { kind: 'response', response: { ...refusal.response, cause: refusal.cause } };
    }
  }

  #begun(operation: Operation, now: unknown, passed: unknown, args: readonly unknown[]): Call {
    const engine = this.#engine.get();
    const seed = globalThis.crypto.getRandomValues(new Uint8Array(32));
    const begin = engine[operation] as (start: Moment, ...args: readonly unknown[]) => Call;
    try {
      return enter(() => begin.call(engine, new Moment(number(now), number(passed), seed), ...args));
    } finally {
      seed.fill(0);
    }
  }
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

/** Calls what answers at once. */
export function attempt<T>(call: () => T, ...args: readonly Given[]): T {
  try {
    readable(args);
    return enter(call);
  } catch (thrown) {
    throw thrown instanceof Stopped ? new BadgehouseError(thrown.refusal(false)) : asError(thrown, undefined);
  }
}

/** Throws the refusal of the first that could not be read. What a route needs is no client's to mend; what was presented, the first, is. */
function readable(args: readonly unknown[], operation?: Operation): void {
  const index = args.findIndex((arg) => arg instanceof Unreadable);
  if (index < 0) return;
  const { pointer, rule } = args[index] as Unreadable;
  throw enter(() => unreadable(pointer, rule, operation === 'require' && index > 0));
}

/** A refusal as an error of ours; anything else as it is. */
function asError(thrown: unknown, failure: Answered['failure']): unknown {
  if (!isRefusal(thrown)) return thrown;
  // What the operation got around decided nothing, and is no cause.
  const caused = failure !== undefined && thrown.response.diagnostic !== undefined;
  return new BadgehouseError(caused ? { ...thrown, cause: failure.cause } : thrown);
}

function withCause(end: End, failure: Answered['failure']): End {
  if (end.kind !== 'response' || failure === undefined || end.response.diagnostic === undefined) return end;
  return { ...end, response: { ...end.response, cause: failure.cause } };
}
