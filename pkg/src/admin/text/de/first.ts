// The texts in German that the first screen needs, and every other.
import { list } from './list.js';
import { page } from './page.js';
import { trouble } from './trouble.js';

export const first = { page, trouble, list };
