// A breach, before it is said of which law, and the comparisons that find one.

/** How much of a value a finding shows, in characters. */
const MOST = 600;
/** What is shown as text: printable ASCII. */
const PRINTABLE = /^[ -~]*$/;

/** What was expected and what was seen. */
export class Finding extends Error {
  readonly expected: string;
  readonly seen: string;

  constructor(expected: string, seen: string, options?: ErrorOptions) {
    super(`expected: ${expected}; seen: ${seen}`, options);
    this.expected = expected;
    this.seen = seen;
  }

  /** The same, with more of what was looked at. */
  about(what: string): Finding {
    return new Finding(`${what}: ${this.expected}`, this.seen, { cause: this.cause });
  }
}

/** Throws a finding unless `seen` is `expected`, member by member; `what` says what was looked at. */
export function same(what: string, seen: unknown, expected: unknown): void {
  if (text(seen) !== text(expected)) throw new Finding(`${what}: ${shown(expected)}`, shown(seen));
}

/** Throws a finding unless it holds. */
export function ensure(holds: boolean, expected: string, seen: string): void {
  if (!holds) throw new Finding(expected, seen);
}

/** At most a screenful of a value. */
export function shown(value: unknown): string {
  const whole = text(value);
  return whole.length > MOST ? `${whole.slice(0, MOST)}... (${whole.length} characters)` : whole;
}

/** Two values have the same text exactly when they are the same. */
function text(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return bytes(value);
  if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}: ${text(member)}`);
  return `{ ${members.join(', ')} }`;
}

function bytes(value: Uint8Array): string {
  const characters = Array.from(value, (byte) => String.fromCharCode(byte)).join('');
  if (PRINTABLE.test(characters)) return `bytes ${JSON.stringify(characters)}`;
  return `bytes 0x${Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
