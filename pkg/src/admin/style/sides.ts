// What other screens than the list look like beside what all do.
import { account } from './account.js';
import { credentials } from './credentials.js';
import { rights } from './rights.js';

export const sides = [account, credentials, rights];
