// What was read of something that changes: it may be outdated, also while it is read.
import { Screen } from './screen.js';

/** A screen that shows what was read. */
export abstract class Read extends Screen {
  /** Whether all was read; `undefined` before anything was, and when it is no longer so. */
  complete: boolean | undefined = undefined;
  /** Grows whenever what was read is no longer so. */
  #edition = 0;

  /** Marks what was read, or is being read, as no longer so: the next `show` reads anew, and so does whoever is reading. */
  outdate(): void {
    this.complete = undefined;
    this.#edition += 1;
  }

  /** Forgets how far one has read: what is read next is the beginning. */
  protected abstract begin(): void;

  /** A look that reads on, and from the beginning where what it read was outdated meanwhile: an answer may be older than the change. */
  protected async readOn(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    await this.look(name, async (signal) => {
      for (;;) {
        const edition = this.#edition;
        if (this.complete === undefined) this.begin();
        try {
          await work(signal);
          signal.throwIfAborted();
        } finally {
          // Also where a page was read and the next has failed.
          if (!signal.aborted && edition !== this.#edition) this.complete = undefined;
        }
        if (edition === this.#edition) return;
      }
    });
  }
}
