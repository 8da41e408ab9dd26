// Every flow of the page that changes something: how it is begun, entered and done, what of it is there in truth, and what another administrator may do meanwhile.
import { account } from './flows/account.js';
import { credentials } from './flows/credentials.js';
import { permissions } from './flows/permissions.js';

/**
 * Each: `begin` what it takes; `enter` into the form; `act` presses the button; `screens` on which it is told what went wrong; `kept` whether what was entered is there
 * still; `anew` what "Load again" does; `effects` how often it was done in truth; `shown` whether the page shows that; `change` the call that must go through once, unless it `repeats`
 * without doing anything twice; `again`: one is told to press the button again, whatever became of it.
 * `theirs`: what another administrator does between `enter` and `act`; `met` what is then told or shown, from which `resolve` goes on, if there is something to choose;
 * `end` what has to be so in the end.
 */
export const flows = [...account, ...credentials, ...permissions];
