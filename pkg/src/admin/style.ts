// How the page looks. Hosts theme it by the custom properties and the parts; nothing of it leaks out, and nothing leaks in.
import { account } from './style/account.js';
import { base } from './style/base.js';
import { controls } from './style/controls.js';
import { credentials } from './style/credentials.js';
import { layout } from './style/layout.js';
import { list } from './style/list.js';
import { rights } from './style/rights.js';

/** One sheet a matter, adopted in this order. */
export const style = [base, controls, layout, list, account, rights, credentials];
