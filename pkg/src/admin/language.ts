// In which languages the page speaks, and in which it is to.
import type { Texts } from './text.js';
import type { rules } from './text/en/rules.js';
import { first } from './text/en/first.js';

/** The texts that the first screen needs, and every other. */
export type FirstTexts = Pick<Texts, keyof typeof first>;

/** A language: what the list of accounts needs comes first, the rest when one goes elsewhere. */
interface Language {
  readonly first: () => Promise<FirstTexts>;
  readonly all: () => Promise<Texts>;
}

const english: Language = { first: async () => first, all: () => import('./text/en.js').then(({ en }) => en) };
const german: Language = { first: () => import('./text/de/first.js').then(({ first }) => first), all: () => import('./text/de.js').then(({ de }) => de) };
const LANGUAGES: Readonly<Record<string, Language>> = { en: english, de: german };

/** Texts, and the name of their language. */
export interface Spoken {
  readonly language: string;
  readonly texts: FirstTexts | Texts;
  /** The rules' texts as the rules say them; with all texts alone. */
  readonly written?: typeof rules;
}

/** Texts in the language that is wanted; in English where it is not there, or does not come and the first will do. `replaced`: the host has texts in another language. */
export async function textsIn(wanted: string, all: boolean, replaced: boolean): Promise<Spoken> {
  const language = LANGUAGES[wanted.split('-')[0] ?? ''];
  if (all) {
    const [texts, { rules }] = await Promise.all([(language ?? english).all(), import('./text/en/rules.js')]);
    return { language: language !== undefined || replaced ? wanted : 'en', texts, written: rules };
  }
  if (language === undefined) return { language: replaced ? wanted : 'en', texts: first };
  return language.first().then((texts) => ({ language: wanted, texts }), () => ({ language: 'en', texts: first }));
}

/** The language of where an element stands, whatever shadows are between; the browser's where nothing says it. */
export function languageOf(element: Element): string {
  const said = element.closest('[lang]')?.getAttribute('lang');
  if (said) return said;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : navigator.language;
}
