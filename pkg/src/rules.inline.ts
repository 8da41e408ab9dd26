// The rules alone, with the module as `load.inline` gets it.
import type { Catalogue } from './catalogue.js';
import { load } from './load.inline.js';
import { rulesWith, type Rules, type RulesOptions } from './rules.js';

export type { Catalogue, Rules, RulesOptions };

/** The rules of a catalogue; of the ready one when it is left out. */
export const rules = (catalogue?: Catalogue, options?: RulesOptions): Promise<Rules> => rulesWith(load, catalogue, options);
