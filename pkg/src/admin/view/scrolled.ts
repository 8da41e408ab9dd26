// A long list of which only what is seen is drawn, so that ten thousand rows cost what forty do.
import { html, nothing, type ChildPart } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive } from 'lit/directive.js';
import { repeat } from 'lit/directives/repeat.js';
import { styled } from './styled.js';
import type { View } from './page.js';

/** What is listed, and how. */
export interface Rows<T> {
  readonly items: readonly T[];
  readonly key: (item: T) => string;
  /** One `<tr>` of the height that style/list.ts gives all of them, with `aria-rowindex`, and a link or button that takes the focus. */
  readonly row: (item: T, index: number) => View;
  /** What is in sight now, and whether the end is near. */
  readonly sight: (items: readonly T[], end: boolean) => void;
}

/** The height of each row in rem, as style/list.ts has it. */
const ROW = 4.25;
/** How many rows beyond what is seen are drawn on each side. */
const BEYOND = 10;

class Scrolled extends AsyncDirective {
  #rows: Rows<unknown> | undefined = undefined;
  #body: HTMLElement | undefined = undefined;
  #first = 0;
  #count = 40;
  #told: readonly unknown[] = [];

  render(_rows: Rows<unknown>): unknown {
    return nothing;
  }

  override update(part: ChildPart, [rows]: [Rows<unknown>]): unknown {
    this.#rows = rows;
    if (this.#body === undefined) {
      this.#body = part.parentNode as HTMLElement;
      this.reconnected();
    }
    // What was drawn is in place by then.
    requestAnimationFrame(this.#look);
    return this.#draw();
  }

  override disconnected(): void {
    removeEventListener('scroll', this.#look, { capture: true });
    removeEventListener('resize', this.#look);
    this.#body?.removeEventListener('keydown', this.#pressed);
  }

  override reconnected(): void {
    // Whatever scrolls: the page or something around the element.
    addEventListener('scroll', this.#look, { capture: true, passive: true });
    addEventListener('resize', this.#look);
    this.#body?.addEventListener('keydown', this.#pressed);
  }

  #draw(): unknown {
    const { items, key, row } = this.#rows as Rows<unknown>;
    const first = Math.max(0, Math.min(this.#first, items.length - this.#count));
    const drawn = items.slice(first, first + this.#count);
    return html`${gap(first)}${repeat(drawn, key, (item, index) => row(item, first + index))}${gap(items.length - first - drawn.length)}`;
  }

  readonly #look = (): void => {
    const [body, rows] = [this.#body, this.#rows];
    if (!body?.isConnected || rows === undefined) return;
    const row = ROW * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const above = Math.max(0, -body.getBoundingClientRect().top);
    const seen = Math.min(Math.floor(above / row), Math.max(0, rows.items.length - 1));
    const room = Math.ceil(innerHeight / row);
    this.#show(Math.max(0, seen - BEYOND), room + 2 * BEYOND);
    const told = [rows.items, seen, room];
    if (told.every((value, index) => value === this.#told[index])) return;
    this.#told = told;
    rows.sight(rows.items.slice(seen, seen + room), seen + room + BEYOND >= rows.items.length);
  };

  #show(first: number, count: number): void {
    if (first === this.#first && count === this.#count) return;
    this.#first = first;
    this.#count = count;
    this.setValue(this.#draw());
  }

  /** Arrows, Home and End move the focus between rows. */
  readonly #pressed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    const row = (event.target as Element).closest('[aria-rowindex]');
    const [body, rows] = [this.#body, this.#rows];
    if (step === undefined || row === null || body === undefined || rows === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [index, last] = [Number(row.getAttribute('aria-rowindex')), rows.items.length - 1];
    const at = Math.max(0, Math.min(last, index + step - 2));
    this.#show(Math.max(0, at - BEYOND), this.#count);
    body.querySelector<HTMLElement>(`[aria-rowindex="${at + 2}"] :is(a, button)`)?.focus();
  };
}

/** The child of a `<tbody>`: its rows, of which those in sight are drawn. The header is the first row, so that an item's `aria-rowindex` is its index and two. */
export const scrolled = directive(Scrolled) as <T>(rows: Rows<T>) => unknown;

/** An empty row in place of so many; of one cell, since a narrow page has fewer columns. */
function gap(rows: number): View | typeof nothing {
  return rows <= 0 ? nothing : html`<tr aria-hidden="true" class="gap"><td ${styled({ height: `${rows * ROW}rem` })}></td></tr>`;
}
