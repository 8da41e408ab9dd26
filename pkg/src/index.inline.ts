// The package, with the module inlined, so that no file is looked for.
import base64 from './badgehouse.inline.js';
import { inlined } from './inlined.js';
import { openWith, type Badgehouse, type OpenOptions } from './open.js';

export * from './api.js';

const load = () => inlined(base64);

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: OpenOptions): Promise<Badgehouse> => openWith(load, options);
