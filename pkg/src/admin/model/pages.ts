// A list that is read page after page.
import type { Page, PageRequest } from '../../account.js';
import { Screen } from './screen.js';

const PAGE = 100;

/** A list that is read page after page, in the order of the service. */
export abstract class Pages<Item> extends Screen {
  /** What was read so far. */
  items: readonly Item[] = [];
  /** Whether all were read; `undefined` before the first page. */
  complete: boolean | undefined = undefined;
  /** How many are read at a time, at least: a page may hold none and not be the last. */
  protected readonly least: number = 1;
  #cursor: string | undefined = undefined;

  /** Asks for a page. */
  protected abstract page(page: PageRequest, signal: AbortSignal): Promise<Page<Item>>;

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {
    if (this.complete === undefined) await this.more();
  }

  /** Marks what was read as no longer so: the next `show` reads anew. */
  outdate(): void {
    this.complete = undefined;
    this.#cursor = undefined;
  }

  /** Reads anew. */
  async reload(): Promise<void> {
    this.leave();
    this.outdate();
    await this.more();
  }

  /** The next page, if there is one. */
  async more(): Promise<void> {
    if (this.complete === true) return;
    await this.look('more', async (signal) => {
      let items = this.complete === undefined ? [] : this.items;
      const enough = items.length + this.least;
      do {
        const page = await this.page({ limit: PAGE, ...(this.#cursor && { cursor: this.#cursor }) }, signal);
        signal.throwIfAborted();
        items = [...items, ...page.items];
        this.items = items;
        this.#cursor = page.next_cursor ?? undefined;
        this.complete = page.next_cursor === null;
        this.changed();
      } while (!this.complete && items.length < enough);
    });
  }
}
