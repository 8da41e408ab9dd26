// What all forms have: what was entered, and what it breaks.
import type { InputProblem } from '../../error.js';
import { Screen } from './screen.js';

/** A form. What was entered stays through whatever goes wrong. */
export abstract class Form<Entered extends object> extends Screen {
  entered: Entered;
  /** Which fields were touched: only of those it is told while typing what they break, of all after the first try to send. */
  readonly #touched = new Set<string>();
  #tried = false;
  readonly #empty: Entered;

  constructor(empty: Entered) {
    super();
    this.entered = empty;
    this.#empty = empty;
  }

  /** Takes what was entered into one field. */
  enter<Name extends keyof Entered & string>(name: Name, value: Entered[Name]): void {
    this.entered = { ...this.entered, [name]: value };
    this.#touched.add(name);
    // What the server said was said of what was there before.
    if (this.trouble?.kind === 'input') this.trouble = undefined;
    this.changed();
  }

  /** Whether anything was entered that would be lost. */
  get dirty(): boolean {
    return JSON.stringify(this.entered) !== JSON.stringify(this.#empty);
  }

  /** What one field breaks, by the rules and by the server; `pointer` is where the field is in the request. */
  problem(name: keyof Entered & string, pointer = `/${name}`): string | undefined {
    const here = ({ pointer: at }: InputProblem) => at === pointer || at.startsWith(`${pointer}/`);
    const said = this.trouble?.errors.find(here);
    if (said !== undefined) return said.detail;
    return this.#tried || this.#touched.has(name) ? this.problems().find(here)?.detail : undefined;
  }

  /** Whether it may be sent; from now on every field tells what it breaks. */
  protected ready(): boolean {
    this.#tried = true;
    const errors = this.problems();
    if (errors.length === 0) return true;
    // Also those that stand beside no field are told.
    this.trouble = { kind: 'input', detail: '', errors, code: 'invalid_input' };
    this.changed();
    return false;
  }

  /** Empty again. */
  protected reset(to: Entered = this.#empty): void {
    this.entered = to;
    this.#touched.clear();
    this.#tried = false;
    this.trouble = undefined;
    this.changed();
  }

  /** What all of it breaks, by the rules alone; nothing while they are not there. */
  abstract problems(): readonly InputProblem[];
}
