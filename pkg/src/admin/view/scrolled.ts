// A long list of which only what is seen is drawn, so that ten thousand rows cost what thirty do.
import { html, nothing, type ElementPart } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive } from 'lit/directive.js';
import type { View } from './page.js';

/** The rows that are in sight. */
export interface Sight {
  readonly first: number;
  readonly count: number;
}

/** How many rows beyond what is seen are drawn on each side. */
const BEYOND = 8;

/** Tells of the rows in sight, whatever scrolls: the page or something around it. */
class InSight extends AsyncDirective {
  #body: HTMLElement | undefined = undefined;
  #row = 0;
  #seen: (sight: Sight) => void = () => undefined;
  #first = -1;
  #count = 0;

  render(_row: number, _seen: (sight: Sight) => void) {
    return nothing;
  }

  override update(part: ElementPart, [row, seen]: [number, (sight: Sight) => void]) {
    this.#row = row;
    this.#seen = seen;
    if (this.#body === undefined) {
      this.#body = part.element as HTMLElement;
      this.reconnected();
    }
    return nothing;
  }

  override disconnected(): void {
    removeEventListener('scroll', this.#look, { capture: true });
    removeEventListener('resize', this.#look);
  }

  override reconnected(): void {
    addEventListener('scroll', this.#look, { capture: true, passive: true });
    addEventListener('resize', this.#look);
    requestAnimationFrame(this.#look);
  }

  readonly #look = (): void => {
    const body = this.#body;
    if (!body?.isConnected) return;
    const above = Math.max(0, -body.getBoundingClientRect().top);
    const first = Math.max(0, Math.floor(above / this.#row) - BEYOND);
    const count = Math.ceil(innerHeight / this.#row) + 2 * BEYOND;
    if (first === this.#first && count === this.#count) return;
    this.#first = first;
    this.#count = count;
    this.#seen({ first, count });
  };
}

/** On a `<tbody>` whose rows all have one height, in pixels. */
export const inSight = directive(InSight);

class Height extends AsyncDirective {
  render(_pixels: number) {
    return nothing;
  }

  /** By the object model: a strict CSP refuses an attribute. */
  override update(part: ElementPart, [pixels]: [number]) {
    (part.element as HTMLElement).style.height = `${pixels}px`;
    return nothing;
  }
}

export const height = directive(Height);

/** An empty row in place of so many. */
export function gap(rows: number, row: number, columns: number): View | typeof nothing {
  return rows <= 0 ? nothing : html`<tr aria-hidden="true" class="gap"><td colspan=${columns} ${height(rows * row)}></td></tr>`;
}
