// Browsers: fetched beside this file, compiled while it streams. Bundlers know this expression.

export const load = () => new URL('./badgehouse.wasm', import.meta.url);
