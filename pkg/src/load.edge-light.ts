// Vercel's edge compiles what is imported with `?module`.
import module from './badgehouse.wasm?module';

export const load = () => module;
