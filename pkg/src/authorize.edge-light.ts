// What an API checks tokens by, with the module as Vercel's edge imports it, which compiles what is imported with `?module`.
import { authorizeWith, type AuthorizeOptions } from './authorize.js';
import type { Authorizing } from './authorizing.js';
import module from './badgehouse-authorize.wasm?module';

export type * from './authorize.api.js';
export { BadgehouseError, authorized, toHono, webCrypto } from './authorize.api.js';

const load = () => module;

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: AuthorizeOptions): Promise<Authorizing> => authorizeWith(load, options);
