// A text of the catalogue, with its places filled in.

/** A text with places like `{name}`; or one for each plural of `count`, by `Intl.PluralRules`. */
export type Message = string | Plural;

/** Texts by plural; `other` stands for those that are not there. */
export interface Plural {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** What fills the places. */
export type Values = Readonly<Record<string, string | number>>;

/** The text in a language; a number is written as it is written there. */
export function say(language: string, message: Message, values: Values = {}): string {
  const text = typeof message === 'string' ? message : (message[rules(language).plural.select(Number(values['count'] ?? 0))] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'number' ? rules(language).number.format(value) : isolated(value ?? place);
  });
}

/** A name that is written from right to left turns nothing around it. Others stay as they are, so that they can be copied. */
function isolated(text: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text;
}

interface LanguageRules {
  readonly plural: Intl.PluralRules;
  readonly number: Intl.NumberFormat;
}

/** The platform takes long to make these. */
const made = new Map<string, LanguageRules>();

function rules(language: string): LanguageRules {
  const known = made.get(language) ?? { plural: new Intl.PluralRules(language), number: new Intl.NumberFormat(language) };
  made.set(language, known);
  return known;
}

/** A catalogue of other texts with the same names. */
export type Translated<T> = { readonly [Name in keyof T]: T[Name] extends Message ? Message : Translated<T[Name]> };

/** Some of a catalogue's texts. */
export type Some<T> = { readonly [Name in keyof T]?: T[Name] extends Message ? Message : Some<T[Name]> };

/** A catalogue with some of its texts replaced. */
export function replaced<T extends object>(texts: T, others: Some<T>): T {
  const merged = Object.entries(texts).map(([name, text]) => {
    const other: unknown = (others as Record<string, unknown>)[name];
    if (other === undefined) return [name, text];
    return [name, isMessage(text) || typeof other !== 'object' ? other : replaced(text as object, other as object)];
  });
  return Object.fromEntries(merged) as T;
}

function isMessage(text: unknown): boolean {
  return typeof text === 'string' || Object.hasOwn(Object(text), 'other');
}
