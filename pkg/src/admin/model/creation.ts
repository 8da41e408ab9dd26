// A new account, and its secret, which is shown this once.
import type { NewAccount } from '../../account.js';
import type { Levels } from '../../principal.js';
import type { InputProblem } from '../../error.js';
import type { Administration } from './administration.js';
import { Form } from './form.js';
import { ShownOnce } from './shown-once.js';

/** What is entered for a new account. */
export interface NewAccountForm {
  readonly app_type: 'custom' | 'marketplace';
  readonly app: string;
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  /** RFC 3339; empty: it does not end. */
  readonly expires_at: string;
  /** The levels to grant at company level once it is there. */
  readonly levels: Levels;
}

const EMPTY: NewAccountForm = { app_type: 'custom', app: '', name: '', description: '', owner: '', expires_at: '', levels: {} };

/** The form for a new account. */
export class Creation extends Form<NewAccountForm> {
  /** What was made: shown until it is closed. */
  made: ShownOnce | undefined = undefined;
  readonly #administration: Administration;

  constructor(administration: Administration) {
    super(EMPTY);
    this.#administration = administration;
  }

  problems(): readonly InputProblem[] {
    const { rules } = this.#administration;
    return rules === undefined ? [] : rules.checkNewAccount(this.#wish());
  }

  /** Makes the account, and grants the levels that were chosen. Its secret is in `made`. */
  async create(): Promise<void> {
    if (this.busy !== undefined || !this.ready()) return;
    await this.change('create', async (signal) => {
      const { accounts, list } = this.#administration;
      const { levels } = this.entered;
      const created = await accounts.createAccount(this.#wish(), { signal });
      list.outdate();
      this.reset();
      this.made = new ShownOnce(created);
      this.changed();
      if (Object.keys(levels).length > 0) await accounts.setPermissions(created.client_id, { company: levels }, { revision: created.revision, signal });
    });
  }

  /** The secret was stored: forgets it. */
  close(): void {
    this.made?.close();
    this.made = undefined;
    this.changed();
  }

  /** Forgets what was entered. */
  cancel(): void {
    this.reset();
  }

  #wish(): NewAccount {
    const { app_type, app, name, description, owner, expires_at } = this.entered;
    const details = {
      name,
      ...(description !== '' && { description }),
      ...(owner !== '' && { owner }),
      ...(expires_at !== '' && { expires_at }),
    };
    return app_type === 'custom' ? { app_type, ...details } : { app_type, app, ...details };
  }
}
