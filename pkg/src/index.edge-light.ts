// The package, with the module as Vercel's edge imports it, which compiles what is imported with `?module`.
import module from './badgehouse.wasm?module';
import { openWith, type Badgehouse, type OpenOptions } from './open.js';

export * from './api.js';

const load = () => module;

/** Checks the options and loads the module; touches no store. Throws `invalid_input` with every rule that the options break. */
export const open = (options: OpenOptions): Promise<Badgehouse> => openWith(load, options);
