// What an API checks tokens by, with the module as Workers import it: they refuse to compile from bytes, and an import is compiled ahead.
import { authorizeWith, type AuthorizeOptions } from './authorize.js';
import type { Authorizing } from './authorizing.js';
import module from './badgehouse-authorize.wasm';

export type * from './authorize.api.js';
export { BadgehouseError, authorized, toHono, webCrypto } from './authorize.api.js';

const load = () => module;

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: AuthorizeOptions): Promise<Authorizing> => authorizeWith(load, options);
