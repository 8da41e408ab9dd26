// What callers hand in, as the JSON text that the engine reads. The walk takes own members alone, each once, and ends by its bounds whatever it is led through.

/** The engine reads no text that is nested as deep. */
const DEEPEST = 128;
/** How long no text becomes, in characters: as long as a body of HTTP may be. */
const LONGEST = 64 * 1024;
/** The same of what the package makes of a request, whose bounds are the platform's, and of options. */
export const LONGEST_MADE = 1024 * 1024;
/** The longest name that a pointer quotes: a secret may stand in the place of one, and errors get into logs. */
const LONGEST_QUOTED = 40;
const BOUNDLESS = 'this is nested too deep, or comes back to itself';

/** The place of a value that has no JSON text, as a JSON Pointer, and why. */
export class Unreadable {
  constructor(
    readonly pointer: string,
    readonly rule: string,
  ) {}
}

/** JSON text, nothing for what was left out, or why there is none. */
export type Given = string | undefined | Unreadable;

/** A value as it is now. `at` is the pointer of a value that has a name, `longest` how many characters its text may have. */
export function given(value: unknown, at = '', longest = LONGEST): Given {
  if (value === undefined) return undefined;
  const walk = new Walk(at, longest);
  try {
    return walk.text(value);
  } catch (thrown) {
    // A getter or a proxy has thrown, or what it was met in is too deep for the platform.
    return thrown instanceof Unreadable ? thrown : walk.refusal('this cannot be read');
  }
}

/** Arguments that are no objects, each with the name that an error has for it. */
export function named(args: { readonly [name: string]: unknown }): { readonly [name: string]: Given } {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, given(value, `/${name}`)]));
}

class Walk {
  /** Where it is, by the pointer that it began at and the names from there. It stays where something is thrown. */
  readonly #path: string[];
  readonly #longest: number;
  #left: number;

  constructor(at: string, longest: number) {
    this.#path = [at];
    this.#longest = longest;
    this.#left = longest;
  }

  text(value: unknown): string {
    switch (typeof value) {
      case 'string':
        this.#spend(value.length);
        return JSON.stringify(value);
      case 'number':
        if (!Number.isFinite(value)) throw this.refusal('a number is finite');
        return this.#spent(JSON.stringify(value));
      case 'bigint':
        if (BigInt.asUintN(64, value) !== value) throw this.refusal('a whole number is neither negative nor of more than 64 bits');
        return this.#spent(value.toString());
      case 'boolean':
        return this.#spent(value ? 'true' : 'false');
      case 'undefined':
        return this.#spent('null');
      case 'object':
        if (value === null) return this.#spent('null');
        if (this.#path.length > DEEPEST) throw this.refusal(BOUNDLESS);
        return Array.isArray(value) ? this.#list(value) : this.#members(value);
      default:
        throw this.refusal(`a ${typeof value} is no JSON`);
    }
  }

  refusal(rule: string): Unreadable {
    const [at, ...names] = this.#path;
    return new Unreadable([at, ...names.map(quoted)].join('/'), rule);
  }

  #list(list: readonly unknown[]): string {
    const texts: string[] = [];
    this.#spend(2);
    for (let index = 0; index < list.length; index += 1) {
      this.#path.push(String(index));
      texts.push(this.text(Object.prototype.hasOwnProperty.call(list, index) ? list[index] : null));
      this.#path.pop();
      this.#spend(1);
    }
    return `[${texts.join(',')}]`;
  }

  /** A plain object, or one of a class of the caller's; a `Map`, a `Date` and their like have no members to be read by. */
  #members(object: object): string {
    if (Object.prototype.toString.call(object) !== '[object Object]') throw this.refusal('this is a plain object');
    const texts: string[] = [];
    this.#spend(2);
    for (const name of Object.keys(object)) {
      this.#spend(name.length + 4);
      this.#path.push(name);
      const value = (object as Record<string, unknown>)[name];
      if (value !== undefined) texts.push(`${JSON.stringify(name)}:${this.text(value)}`);
      this.#path.pop();
    }
    return `{${texts.join(',')}}`;
  }

  #spent(text: string): string {
    this.#spend(text.length);
    return text;
  }

  #spend(length: number): void {
    this.#left -= length;
    if (this.#left < 0) throw this.refusal(`as JSON this has at most ${this.#longest} characters`);
  }
}

/** A name as a part of a pointer. */
function quoted(name: string): string {
  return name.length > LONGEST_QUOTED ? '…' : name.replaceAll('~', '~0').replaceAll('/', '~1');
}
