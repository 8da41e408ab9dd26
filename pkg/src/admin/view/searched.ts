// A field that is searched by while it is typed into: nothing is asked before one pauses, and what is typed stays as it is typed.
import { nothing, type ElementPart } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive } from 'lit/directive.js';

/** How long a pause is, in milliseconds. */
const PAUSE = 200;

class Searched extends AsyncDirective {
  #input: HTMLInputElement | undefined = undefined;
  #value = '';
  #search: (value: string) => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;

  render(_value: string, _search: (value: string) => void) {
    return nothing;
  }

  override update(part: ElementPart, [value, search]: [string, (value: string) => void]) {
    this.#search = search;
    if (this.#input === undefined) {
      this.#input = part.element as HTMLInputElement;
      this.#input.addEventListener('input', this.#typed);
      this.#input.addEventListener('change', this.#flush);
      this.#value = this.#input.value = value;
    } else if (value !== this.#value) {
      // Others have changed it: the host, or a button that clears the filters.
      clearTimeout(this.#timer);
      this.#value = this.#input.value = value;
    }
    return nothing;
  }

  override disconnected(): void {
    clearTimeout(this.#timer);
  }

  readonly #typed = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#flush, PAUSE);
  };

  readonly #flush = (): void => {
    clearTimeout(this.#timer);
    const { value = '' } = this.#input ?? {};
    if (value === this.#value) return;
    this.#value = value;
    this.#search(value);
  };
}

/** On an `<input>`: its value, and what to do with another. */
export const searched = directive(Searched);
