// Node, Deno, Bun and development servers: the bytes as text, so that no file is looked for.
import base64 from './badgehouse.inline.js';

export const load = () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
