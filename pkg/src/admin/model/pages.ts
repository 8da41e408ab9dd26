// A list that is read page after page.
import type { Page, PageRequest } from '../../account.js';
import { Read } from './read.js';

const PAGE = 100;

/** A list that is read page after page, in the order of the service. */
export abstract class Pages<Item> extends Read {
  /** What was read so far. While it is read anew, what was read before. */
  items: readonly Item[] = [];
  /** How many are read at a time, at least: a page may hold none and not be the last. */
  protected readonly least: number = 1;
  #cursor: string | undefined = undefined;

  /** Asks for a page. */
  protected abstract page(page: PageRequest, signal: AbortSignal): Promise<Page<Item>>;

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {
    if (this.complete === undefined) await this.more();
  }

  /** Reads anew. What was asked before is no longer waited for. */
  async reload(): Promise<void> {
    this.leave();
    this.outdate();
    await this.more();
  }

  /** The next page, if there is one. */
  async more(): Promise<void> {
    if (this.complete === true) return;
    await this.readOn('more', async (signal) => {
      // The first page takes the place of what was there before.
      let items = this.complete === undefined ? [] : this.items;
      const enough = items.length + this.least;
      do {
        const page = await this.page({ limit: PAGE, ...(this.#cursor && { cursor: this.#cursor }) }, signal);
        // What was read for another search may come all the same.
        signal.throwIfAborted();
        items = [...items, ...page.items];
        this.items = items;
        this.#cursor = page.next_cursor ?? undefined;
        this.complete = page.next_cursor === null;
        this.changed();
      } while (!this.complete && items.length < enough);
    });
  }

  protected override begin(): void {
    this.#cursor = undefined;
  }
}
