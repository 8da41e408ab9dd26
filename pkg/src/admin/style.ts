// How the page looks. Hosts theme it by the custom properties and the parts; nothing of it leaks out, and nothing leaks in.
import { base } from './style/base.js';
import { controls } from './style/controls.js';
import { layout } from './style/layout.js';
import { list } from './style/list.js';

/** One sheet a matter, adopted in this order; those of other screens than the list, `style/sides.ts`, when one goes there. */
export const style = [base, controls, layout, list];
