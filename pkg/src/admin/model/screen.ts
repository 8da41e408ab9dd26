// What all screens have: something under way, what went wrong, and an end.
import { Observed } from './observed.js';
import type { ShownOnce } from './shown-once.js';
import { troubleOf, type Trouble } from './trouble.js';

/** The state and the actions of a screen. */
export abstract class Screen extends Observed {
  /** The action that is under way, by its method's name. Another is not begun meanwhile, so that nothing is requested twice. */
  busy: string | undefined = undefined;
  /** Why the last action was not done. */
  trouble: Trouble | undefined = undefined;
  /** A secret that was made here: shown until it is closed. */
  made: ShownOnce | undefined = undefined;
  #again: (() => void) | undefined = undefined;
  #stop = new AbortController();

  /** Does again what was not done. */
  again(): void {
    this.#again?.();
  }

  /** Forgets what went wrong. */
  dismiss(): void {
    this.trouble = undefined;
    this.changed();
  }

  /** The screen is left: what it waits for is not awaited any more. It may be entered again. */
  leave(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.busy = undefined;
  }

  /** A look, which may be taken again. Answers nothing when it failed or another action is under way. */
  protected look<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    return this.#run(name, work, false);
  }

  /** A change. As `look`, but when the network fails nobody knows whether it was done. */
  protected change<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    return this.#run(name, work, true);
  }

  async #run<T>(name: string, work: (signal: AbortSignal) => Promise<T>, change: boolean): Promise<T | undefined> {
    if (this.busy !== undefined) return undefined;
    const { signal } = this.#stop;
    this.#again = () => void this.#run(name, work, change);
    this.busy = name;
    this.trouble = undefined;
    this.changed();
    try {
      return await work(signal);
    } catch (thrown) {
      if (!signal.aborted) this.trouble = troubleOf(thrown, change);
      return undefined;
    } finally {
      if (!signal.aborted) {
        this.busy = undefined;
        this.changed();
      }
    }
  }
}
