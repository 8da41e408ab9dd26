// The driver: an operation of the engine is begun by its name and stepped to its end, each ask answered by the ports.
import { asError, readable } from './attempt.js';
import { BadgehouseError, type PlainResponse } from './error.js';
import type { Given } from './given.js';
import { Stopped, type Glue, type Instances, type Remade } from './instance.js';
import { answered, type Answered, type Ask, type Ports } from './ports.js';
import type { platform } from './principal.js';

/** What the engine begins. */
export type Operation =
  | 'administer'
  | 'authorize'
  | 'believeClock'
  | 'bootstrap'
  | 'clock'
  | 'cutAudit'
  | 'eraseCompany'
  | 'jwks'
  | 'lookUpLeak'
  | 'maintain'
  | 'markResourceServer'
  | 'purgeAccounts'
  | 'putTrustedIssuer'
  | 'recordUsage'
  | 'replaceSigningKey'
  | 'reportContact'
  | 'requestToken'
  | 'require'
  | 'reseal'
  | 'resealCompany'
  | 'verify';

/** The arguments of an operation, by the names that the engine has for them; `by` is who asks. */
export interface Arguments {
  readonly [name: string]: Given | typeof platform;
}

/** A module that operations are begun in. */
interface Beginning extends Glue {
  Moment: new (now: number, monotonic: number, seed: Uint8Array) => Moment;
}

/** With what a call begins, in the module. */
interface Moment {
  free(): void;
}

/** A call under way, in the module. */
interface Call {
  step(came?: unknown[]): unknown;
  free(): void;
}

/** An engine, in the module. */
interface Engine {
  begin(operation: string, moment: never, args: string, by: unknown): Call;
}

/** How a call ends: JSON text, and what was thrown in place of an answer to an ask. */
interface End {
  readonly text: string;
  readonly failure: Answered['failure'];
}

/** Calls of one engine, which may overlap. */
export class Calls<E extends Engine> {
  readonly #instances: Instances<Beginning>;
  readonly #engine: Remade<E>;
  readonly #ports: Ports;

  constructor(instances: Instances<Beginning>, engine: Remade<E>, ports: Ports) {
    this.#instances = instances;
    this.#engine = engine;
    this.#ports = ports;
  }

  /** What an operation answers. */
  async answer<T>(operation: Operation, args: Arguments = {}): Promise<T> {
    const { text } = await this.#begun(operation, args);
    return JSON.parse(text) as T;
  }

  /** What an operation without an answer comes to. */
  async done(operation: Operation, args: Arguments = {}): Promise<void> {
    await this.#begun(operation, args);
  }

  /** The response that an operation answers. */
  async sent(operation: Operation, args: Arguments): Promise<PlainResponse> {
    return responded(await this.#begun(operation, args));
  }

  /** The response of `handle`, which `begin` begins. An instance that stops is answered, too. */
  async response(args: Arguments, begin: (engine: E, moment: never) => Call): Promise<PlainResponse> {
    try {
      return responded(await this.#end(() => readable(this.#instances, Object.values(args)), begin));
    } catch (thrown) {
      if (!(thrown instanceof Stopped)) throw thrown;
      const { response, cause } = thrown.refusal(false);
      return { ...response, cause };
    }
  }

  async #begun(operation: Operation, args: Arguments): Promise<End> {
    // What a route needs is no client's to mend; what was presented, the first, is.
    const check = () => readable(this.#instances, Object.values(args), operation === 'require');
    const { lines, by } = written(args);
    try {
      return await this.#end(check, (engine, moment) => engine.begin(operation, moment, lines, by));
    } catch (thrown) {
      throw thrown instanceof Stopped ? new BadgehouseError(thrown.refusal(operation === 'requestToken')) : thrown;
    }
  }

  async #end(check: () => void, begin: (engine: E, moment: never) => Call): Promise<End> {
    // What the clock throws is its own.
    const now = this.#ports.clock();
    const passed = this.#ports.monotonic === this.#ports.clock ? now : this.#ports.monotonic();
    const instances = this.#instances;
    let failure: Answered['failure'];
    try {
      check();
      const call = this.#call(now, passed, begin);
      const born = instances.before;
      try {
        let step = instances.enter(() => call.step(), born) as Ask | string;
        while (typeof step !== 'string') {
          const reply = await answered(step, this.#ports);
          failure = reply.failure ?? failure;
          step = instances.enter(() => call.step(reply.came), born) as Ask | string;
        }
        return { text: step, failure };
      } finally {
        if (born === instances.before) instances.enter(() => call.free());
      }
    } catch (thrown) {
      throw thrown instanceof Stopped ? thrown : asError(thrown, failure);
    }
  }

  #call(now: unknown, passed: unknown, begin: (engine: E, moment: never) => Call): Call {
    const engine = this.#engine.get();
    const seed = globalThis.crypto.getRandomValues(new Uint8Array(32));
    const { glue } = this.#instances;
    try {
      return this.#instances.enter(() => begin(engine, new glue.Moment(number(now), number(passed), seed) as never));
    } finally {
      seed.fill(0);
    }
  }
}

/** Arguments as the engine takes them: `name:JSON`, a line each, since no JSON text that was made here has a line break; and beside them who asks. */
export function written(args: Arguments): { readonly lines: string; readonly by: unknown } {
  let [lines, by]: [string, unknown] = ['', undefined];
  for (const [name, value] of Object.entries(args)) {
    if (name === 'by') by = value;
    else if (typeof value === 'string') lines += `${name}:${value}\n`;
  }
  return { lines, by };
}

/** What an operation got around decided nothing, and is no cause. */
function responded({ text, failure }: End): PlainResponse {
  const response = JSON.parse(text) as PlainResponse;
  return failure === undefined || response.diagnostic === undefined ? response : { ...response, cause: failure.cause };
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}
