// Who asks: headers that are fetched once, and anew when they are good no more.

/** Headers of requests. */
export type Fields = Readonly<Record<string, string>>;

/**
 * Gives the headers that say who asks, as `{ authorization: 'Bearer …' }`. It is called before the first request, and again when one was answered with 401;
 * requests at the same time share what it gives. What it throws, they reject with.
 */
export type Authorize = () => Fields | Promise<Fields>;

export class Authorization {
  readonly #fixed: Fields;
  readonly #authorize: Authorize | undefined;
  #present: Promise<Fields> | undefined;

  constructor(fixed: Fields, authorize: Authorize | undefined) {
    this.#fixed = { ...fixed };
    this.#authorize = authorize;
  }

  /** The headers as they are. */
  get(): Promise<Fields> {
    if (this.#present !== undefined) return this.#present;
    const fetched = this.#fetched();
    this.#present = fetched;
    // The next call asks again.
    fetched.catch(() => this.renew(fetched));
    return fetched;
  }

  /** Has these fetched anew at the next call, unless they are others by now; whether that makes sense. */
  renew(used: Promise<Fields>): boolean {
    if (this.#present === used) this.#present = undefined;
    return this.#authorize !== undefined;
  }

  async #fetched(): Promise<Fields> {
    return { ...this.#fixed, ...(await this.#authorize?.()) };
  }
}
