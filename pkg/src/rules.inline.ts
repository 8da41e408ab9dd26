// The rules alone, with the module inlined, so that no file is looked for.
import base64 from './badgehouse-rules.inline.js';
import type { Catalogue } from './catalogue.js';
import { inlined } from './inlined.js';
import { rulesWith, type Form, type Rules, type RulesOptions } from './rules.js';

export type { Catalogue, Form, Rules, RulesOptions };

const load = () => inlined(base64);

/** The rules of a catalogue; of the ready one when it is left out. */
export const rules = (catalogue?: Catalogue, options?: RulesOptions): Promise<Rules> => rulesWith(load, catalogue, options);
