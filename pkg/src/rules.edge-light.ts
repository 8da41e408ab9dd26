// The rules alone, with the module as Vercel's edge imports it, which compiles what is imported with `?module`.
import module from './badgehouse-rules.wasm?module';
import type { Catalogue } from './catalogue.js';
import { rulesWith, type Form, type Rules, type RulesOptions } from './rules.js';

export type { Catalogue, Form, Rules, RulesOptions };

const load = () => module;

/** The rules of a catalogue; of the ready one when it is left out. */
export const rules = (catalogue?: Catalogue, options?: RulesOptions): Promise<Rules> => rulesWith(load, catalogue, options);
