// The rules alone, with the module fetched beside this file and compiled while it streams; bundlers know this expression.
import type { Catalogue } from './catalogue.js';
import { rulesWith, type Form, type Rules, type RulesOptions } from './rules.js';

export type { Catalogue, Form, Rules, RulesOptions };

const load = () => new URL('./badgehouse-rules.wasm', import.meta.url);

/** The rules of a catalogue; of the ready one when it is left out. */
export const rules = (catalogue?: Catalogue, options?: RulesOptions): Promise<Rules> => rulesWith(load, catalogue, options);
