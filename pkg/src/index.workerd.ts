// The package, with the module as Workers import it: they refuse to compile from bytes, and an import is compiled ahead.
import module from './badgehouse.wasm';
import { openWith, type Badgehouse, type OpenOptions } from './open.js';

export * from './api.js';

const load = () => module;

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: OpenOptions): Promise<Badgehouse> => openWith(load, options);
