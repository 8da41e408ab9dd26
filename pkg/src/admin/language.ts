// In which languages the page speaks, and in which it is to.
import type { Texts } from './text.js';

/** Languages beside English, each loaded when it is asked for. */
export const LANGUAGES: Readonly<Record<string, () => Promise<Texts>>> = {
  de: () => import('./text/de.js').then(({ de }) => de),
};

/** The language of where an element stands, whatever shadows are between; the browser's where nothing says it. */
export function languageOf(element: Element): string {
  const said = element.closest('[lang]')?.getAttribute('lang');
  if (said) return said;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : navigator.language;
}
