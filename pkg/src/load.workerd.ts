// Workers refuse to compile from bytes; an import is compiled ahead.
import module from './badgehouse.wasm';

export const load = () => module;
