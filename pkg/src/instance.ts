// The instances of a module, of which one runs at a time, and the one way into it. An instance that stopped is thrown away, and the next call has a new one.
import { isRefusal, refusalOf, type Refusal } from './error.js';
import type { Loader, WasmSource } from './load.js';

/** What each module has, as wasm-bindgen makes it. */
export interface Glue {
  /** Compiles the module and begins its first instance. */
  default(options: { readonly module_or_path: never }): Promise<unknown>;
  /** Begins the first instance of one that is compiled. */
  initSync(options: { readonly module: never }): unknown;
  /** Begins another. */
  __wbg_reset_state(): void;
  /** What is told of an instance that stopped: of the call that it stopped at, or of those beside it. A refusal is a text here, which `refusalOf` reads. */
  stopped(beside: boolean): string;
  /** The same of token requests. */
  stoppedToken?(): string;
  /** The refusal of what has no JSON text. */
  unreadable(pointer: string, rule: string, blamed: boolean): string;
}

/** An instance has stopped: in this call, or beside it in another. */
export class Stopped {
  readonly #told: readonly Refusal[];

  constructor(
    told: readonly Refusal[],
    readonly beside: boolean,
    readonly cause: unknown,
  ) {
    this.#told = told;
  }

  /** What is told of it; `token` in the words of the token endpoint. Of a change that was under way the outcome is unknown. */
  refusal(token: boolean): Refusal {
    const refusal = this.#told[token ? 2 : this.beside ? 1 : 0] as Refusal;
    const why = this.cause instanceof Error ? `${this.cause.name}: ${this.cause.message}` : 'no reason given';
    const diagnostic = this.beside ? `${refusal.response.diagnostic} in another call: ${why}` : `${refusal.response.diagnostic}: ${why}`;
    return { ...refusal, response: { ...refusal.response, diagnostic }, cause: this.cause };
  }
}

/** A module and its instances. */
export class Instances<G extends Glue = Glue> {
  readonly glue: G;
  #loaded: Promise<unknown> | undefined;
  /** What is told of an instance that stopped, made while one ran. */
  #told: readonly Refusal[] = [];
  #before = 0;
  /** Why the last of them stopped. */
  #last: unknown;
  /** Whether there is no instance, since none could be made. */
  #missing = false;

  constructor(glue: G) {
    this.glue = glue;
  }

  /** Waits until the module runs: compiled once, when it is first needed; a failed attempt is forgotten. The source of the first call that succeeds counts. */
  async ready(loader: Loader, source: WasmSource | undefined): Promise<void> {
    this.#loaded ??= begun(this.glue, source ?? loader())
      .then(() => {
        const { glue } = this;
        this.#told = [glue.stopped(false), glue.stopped(true), ...(glue.stoppedToken ? [glue.stoppedToken()] : [])].map(refusalOf);
      })
      .catch((error: unknown) => {
        this.#loaded = undefined;
        throw error;
      });
    await this.#loaded;
  }

  /** How many instances there were before the one that runs. */
  get before(): number {
    return this.#before;
  }

  /**
   * Calls the module. It throws refusals, as texts; anything else says that the instance was left in the middle of something, so that it is used no more.
   * `born` is the instance that a call began in, which cannot go on in another.
   */
  enter<T>(call: () => T, born = this.#before): T {
    if (born !== this.#before) throw new Stopped(this.#told, true, this.#last);
    if (this.#missing) this.#renewed();
    try {
      return call();
    } catch (thrown) {
      if (typeof thrown === 'string') throw refusalOf(thrown);
      if (isRefusal(thrown) || thrown instanceof Stopped) throw thrown;
      this.#before += 1;
      this.#last = thrown;
      this.#missing = true;
      try {
        // At once, so that nothing of the old instance is freed in it.
        this.#renewed();
      } catch {
        // The next call tries again.
      }
      throw new Stopped(this.#told, false, thrown);
    }
  }

  #renewed(): void {
    try {
      this.glue.__wbg_reset_state();
      this.#missing = false;
    } catch (thrown) {
      throw new Stopped(this.#told, false, thrown);
    }
  }
}

/** What lives in a module, and is made anew in each instance. */
export class Remade<T> {
  readonly #instances: Instances;
  readonly #make: () => T;
  #made: T | undefined;
  #in: number | undefined;

  constructor(instances: Instances, make: () => T) {
    this.#instances = instances;
    this.#make = make;
  }

  get(): T {
    if (this.#made === undefined || this.#in !== this.#instances.before) {
      this.#made = this.#instances.enter(this.#make);
      this.#in = this.#instances.before;
    }
    return this.#made;
  }
}

/** Of bytes, without a look whether they are a `Response`: Node makes all of its `fetch` for that, which costs more than the module. */
async function begun(glue: Glue, source: WasmSource): Promise<void> {
  if (!ArrayBuffer.isView(source)) {
    await glue.default({ module_or_path: source as never });
    return;
  }
  const module = await WebAssembly.compile(source as Uint8Array<ArrayBuffer>);
  try {
    glue.initSync({ module: module as never });
  } catch (error) {
    // Earlier versions of Chromium refuse to wait for one that is as large.
    if (!(error instanceof RangeError)) throw error;
    await glue.default({ module_or_path: module as never });
  }
}
