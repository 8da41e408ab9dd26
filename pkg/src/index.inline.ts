// The package, with the module as `load.inline` gets it.
import { load } from './load.inline.js';
import { openWith, type Badgehouse, type OpenOptions } from './open.js';

export * from './api.js';

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: OpenOptions): Promise<Badgehouse> => openWith(load, options);
