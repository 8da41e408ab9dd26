// One stop of the Tab key for a whole grid of inputs: arrow keys move in it, letters jump to a row by its name.
import { nothing, type ElementPart } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive } from 'lit/directive.js';

/** After how many milliseconds letters begin a new word. */
const PAUSE_MS = 800;

class Roving extends AsyncDirective {
  #grid: HTMLElement | undefined = undefined;
  #current: HTMLInputElement | undefined = undefined;
  #word = '';
  #typedAt = 0;

  render() {
    return nothing;
  }

  override update(part: ElementPart) {
    if (this.#grid === undefined) {
      this.#grid = part.element as HTMLElement;
      this.#grid.addEventListener('keydown', this.#pressed);
      this.#grid.addEventListener('focusin', this.#focused);
    }
    // The rows are drawn after their grid.
    queueMicrotask(() => this.#mark());
    return nothing;
  }

  get #rows(): readonly (readonly HTMLInputElement[])[] {
    const rows = [...(this.#grid?.querySelectorAll('tr') ?? [])].map((row) => [...row.querySelectorAll('input')]);
    return rows.filter((inputs) => inputs.length > 0);
  }

  #mark(): void {
    const inputs = this.#rows.flat();
    if (this.#current === undefined || !inputs.includes(this.#current)) this.#current = inputs.find(({ checked }) => checked) ?? inputs[0];
    for (const input of inputs) input.tabIndex = input === this.#current ? 0 : -1;
  }

  #move(to: HTMLInputElement | undefined): void {
    to?.focus();
  }

  readonly #focused = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    this.#current = target;
    this.#mark();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || !(event.target instanceof HTMLInputElement)) return;
    const { key, ctrlKey, target } = event;
    const rows = this.#rows;
    const at = rows.findIndex((inputs) => inputs.includes(target));
    const column = rows[at]?.indexOf(target) ?? 0;
    const inRow = (index: number) => rows[at]?.[Math.max(0, Math.min(index, rows[at].length - 1))];
    const row = (index: number) => rows[index]?.[Math.min(column, rows[index].length - 1)];
    const forward = getComputedStyle(target).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const first = ctrlKey ? rows[0]?.[0] : inRow(0);
    const last = ctrlKey ? rows.at(-1)?.at(-1) : inRow(Infinity);
    const moves: Readonly<Record<string, HTMLInputElement | undefined>> = { ArrowUp: row(at - 1), ArrowDown: row(at + 1), Home: first, End: last };
    const typed = key.length === 1 && /[\p{L}\p{N}]/u.test(key) && !ctrlKey;
    if (!typed) this.#word = '';
    if (key in moves) this.#move(moves[key]);
    else if (key === 'ArrowLeft' || key === 'ArrowRight') this.#move(inRow(column + (key === forward ? 1 : -1)));
    else if (typed) this.#type(key, rows, at);
    else return;
    // An arrow would choose.
    event.preventDefault();
  };

  /** To the next row whose name begins with what was typed. */
  #type(key: string, rows: readonly (readonly HTMLInputElement[])[], at: number): void {
    const now = performance.now();
    this.#word = (now - this.#typedAt < PAUSE_MS ? this.#word : '') + key.toLocaleLowerCase();
    this.#typedAt = now;
    const fits = (inputs: readonly HTMLInputElement[]) => inputs[0]?.closest('tr')?.dataset['name']?.toLocaleLowerCase().startsWith(this.#word);
    const from = this.#word.length === 1 ? at + 1 : at;
    const found = [...rows.slice(from), ...rows.slice(0, from)].find(fits);
    this.#move(found?.find(({ checked }) => checked) ?? found?.[0]);
  }
}

/** On a `<table>` with inputs in its rows; a row's `data-name` is what letters look for. */
export const roving = directive(Roving);
