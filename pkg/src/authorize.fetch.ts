// What an API checks tokens by, with the module fetched beside this file and compiled while it streams; bundlers know this expression.
import { authorizeWith, type AuthorizeOptions } from './authorize.js';
import type { Authorizing } from './authorizing.js';

export type * from './authorize.api.js';
export { BadgehouseError, authorized, toHono, webCrypto } from './authorize.api.js';

const load = () => new URL('./badgehouse-authorize.wasm', import.meta.url);

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: AuthorizeOptions): Promise<Authorizing> => authorizeWith(load, options);
