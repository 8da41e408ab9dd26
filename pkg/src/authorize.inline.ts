// What an API checks tokens by, with the module inlined, so that no file is looked for.
import { authorizeWith, type AuthorizeOptions } from './authorize.js';
import type { Authorizing } from './authorizing.js';
import base64 from './badgehouse-authorize.inline.js';
import { inlined } from './inlined.js';

export type * from './authorize.api.js';
export { BadgehouseError, authorized, toHono, webCrypto } from './authorize.api.js';

const load = () => inlined(base64);

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: AuthorizeOptions): Promise<Authorizing> => authorizeWith(load, options);
