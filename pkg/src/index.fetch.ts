// The package, with the module fetched beside this file and compiled while it streams; bundlers know this expression.
import { openWith, type Badgehouse, type OpenOptions } from './open.js';

export * from './api.js';

const load = () => new URL('./badgehouse.wasm', import.meta.url);

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: OpenOptions): Promise<Badgehouse> => openWith(load, options);
