// A new account, the levels that it begins with, and its secret, which is shown this once.
import type { CreatedAccount, NewAccount } from '../../account.js';
import type { InputProblem } from '../../error.js';
import type { Level, Levels } from '../../principal.js';
import type { Administration } from './administration.js';
import { Form } from './form.js';
import { ShownOnce } from './shown-once.js';
import type { Trouble } from './trouble.js';

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
  /** Levels that were chosen and are not granted yet, and why not. */
  ungranted: { readonly levels: Levels; readonly trouble: Trouble | undefined } | undefined = undefined;
  readonly #administration: Administration;
  #created: CreatedAccount | undefined = undefined;
  /** Of what is entered now, so that sending it again makes no second account. */
  #key: string | undefined = undefined;

  constructor(administration: Administration) {
    super(EMPTY);
    this.#administration = administration;
  }

  override enter<Name extends keyof NewAccountForm & string>(name: Name, value: NewAccountForm[Name]): void {
    this.#key = undefined;
    super.enter(name, value);
  }

  /** Takes what it is for; what an app asks for is nothing that another was to be granted. */
  choose(app_type: NewAccountForm['app_type'], app: string): void {
    this.enter('levels', {});
    // Nobody has chosen none yet: that is told when one tries.
    if (app === '') this.entered = { ...this.entered, app };
    else this.enter('app', app);
    this.enter('app_type', app_type);
  }

  /** Chooses a level at company level. */
  grantLevel(tool: string, level: Level): void {
    const { [tool]: _, ...others } = this.entered.levels;
    this.enter('levels', level === 'none' ? others : { ...others, [tool]: level });
  }

  /** What the chosen app asks for; nothing where it asks for nothing. */
  get requests() {
    const { app_type, app } = this.entered;
    return app_type === 'marketplace' ? this.#administration.catalogue?.apps.find(({ id }) => id === app)?.requests : undefined;
  }

  problems(): readonly InputProblem[] {
    const { rules } = this.#administration;
    if (rules === undefined) return [];
    const { levels } = this.entered;
    return [...rules.checkNewAccount(this.#wish()), ...rules.checkLevels(levels).map(({ pointer, detail }) => ({ pointer: `/levels${pointer}`, detail }))];
  }

  /** Makes the account, and grants the levels that were chosen. Its secret is in `made`. */
  async create(): Promise<void> {
    if (this.busy !== undefined || !this.ready()) return;
    await this.change('create', async (signal) => {
      const { accounts } = this.#administration;
      const { levels } = this.entered;
      this.#key ??= crypto.randomUUID();
      const created = await accounts.createAccount(this.#wish(), { idempotencyKey: this.#key, signal });
      this.#administration.outdate();
      this.reset();
      this.#key = undefined;
      this.#created = created;
      this.made = new ShownOnce(created);
      this.ungranted = Object.keys(levels).length === 0 ? undefined : { levels, trouble: undefined };
      this.changed();
    });
    if (this.ungranted !== undefined && this.ungranted.trouble === undefined) await this.grant();
  }

  /** Grants the levels that were chosen, or does it again: the account is there in any case. */
  async grant(): Promise<void> {
    const [created, ungranted] = [this.#created, this.ungranted];
    if (created === undefined || ungranted === undefined) return;
    await this.change('grant', async (signal) => {
      const { accounts } = this.#administration;
      // The first time it is as it was made. After that, another may have granted something, too.
      const now = ungranted.trouble === undefined ? { revision: created.revision, company: {} } : await accounts.getPermissions(created.client_id, {}, { signal });
      await accounts.setPermissions(created.client_id, { company: { ...now.company, ...ungranted.levels } }, { revision: now.revision, signal });
      this.#administration.outdate();
      this.ungranted = undefined;
    });
    const { trouble } = this;
    if (trouble === undefined || this.ungranted === undefined) return;
    this.ungranted = { ...ungranted, trouble };
    this.dismiss();
  }

  /** The secret was stored: forgets it. */
  close(): void {
    this.made?.close();
    this.made = undefined;
    this.#created = undefined;
    this.ungranted = undefined;
    this.changed();
  }

  /** Forgets what was entered. */
  cancel(): void {
    this.#key = undefined;
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
