// What the rules say, in the page's language: they say it in English, whatever is spoken.
import type { Message, Values } from './message.js';

/** The rules' texts by name, with places like `{count}`. */
type Written = Readonly<Record<string, string>>;

/** The same rule in another catalogue, with what stands in its places; nothing for a text that is in none. */
export function ruleIn(texts: Readonly<Record<string, Message>>, written: Written, detail: string): readonly [Message, Values] | undefined {
  for (const [name, text] of Object.entries(written)) {
    const found = pattern(text).exec(detail);
    const other = texts[name];
    if (found !== null && other !== undefined) return [other, { ...found.groups }];
  }
  return undefined;
}

function pattern(text: string): RegExp {
  const parts = text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 1 ? `(?<${part}>.+)` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('')}$`, 'u');
}
