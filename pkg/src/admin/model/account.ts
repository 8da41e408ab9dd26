// One account: what it is, and a model for each of its sides.
import type { Account } from '../../account.js';
import type { AccountRights } from '../../accounts/me.js';
import type { Administration } from './administration.js';
import { SIDES, type Side } from './route.js';
import { ContactModel } from './contact.js';
import { Credentials } from './credentials.js';
import { Examples } from './examples.js';
import { History } from './history.js';
import { Overview } from './overview.js';
import { Rights } from './rights.js';
import { Screen } from './screen.js';
import { Usage } from './usage.js';

/** What who administers the directory alone may look at. */
const OF_THE_DIRECTORY: readonly Side[] = ['rights', 'contact', 'usage', 'audit'];

/** An account that is looked at. */
export class AccountModel extends Screen {
  readonly clientId: string;
  readonly administration: Administration;
  /** What it is; who administers the directory alone is not shown it. */
  account: Account | undefined = undefined;
  /** Whether it was read. */
  known = false;
  /** What who asks may do with it. */
  allowed: AccountRights | undefined = undefined;
  /** Why the next change is made, as it was entered: for the audit and for other administrators. */
  reason = '';
  readonly overview: Overview;
  readonly credentials: Credentials;
  readonly rights: Rights;
  readonly contact: ContactModel;
  readonly usage: Usage;
  readonly history: History;
  readonly examples: Examples;

  constructor(administration: Administration, clientId: string) {
    super();
    this.administration = administration;
    this.clientId = clientId;
    this.overview = this.#part(new Overview(this));
    this.credentials = this.#part(new Credentials(this));
    this.rights = this.#part(new Rights(this));
    this.contact = this.#part(new ContactModel(this));
    this.usage = this.#part(new Usage(this));
    this.history = this.#part(new History(this));
    this.examples = this.#part(new Examples(this));
  }

  /** Reads it and what one side shows, unless it is there. */
  async show(side: Side): Promise<void> {
    // It may have been brought back since.
    if (this.overview.deleted) {
      this.known = false;
      this.overview.deleted = false;
    }
    if (!this.known) await this.reload();
    if (!this.known || !this.sides.includes(side)) return;
    // Usage is told by the names of the credentials.
    if (side === 'usage' && this.sides.includes('credentials')) void this.credentials.show();
    await this.side(side).show();
  }

  /** The sides that who asks may look at. */
  get sides(): readonly Side[] {
    return this.administration.may('administer_accounts') ? SIDES : OF_THE_DIRECTORY;
  }

  /** Its name; who is not shown the account knows it from where one came, or not at all. */
  get name(): string | undefined {
    const { contacts, holders } = this.administration;
    return this.account?.name ?? [...contacts.items, ...holders.items].find(({ client_id }) => client_id === this.clientId)?.name;
  }

  /** The model of a side. */
  side(side: Side) {
    const { overview, credentials, rights, contact, usage, history, examples } = this;
    return { overview, credentials, rights, contact, usage, audit: history, try: examples }[side];
  }

  override leave(): void {
    super.leave();
    for (const side of SIDES) this.side(side).leave();
  }

  /** Looks again at what is there. */
  async reload(): Promise<void> {
    await this.look('reload', async (signal) => {
      const { accounts } = this.administration;
      const [account, me] = await Promise.all([
        this.administration.may('administer_accounts') ? accounts.getAccount(this.clientId, { signal }) : undefined,
        accounts.getMe({ client_id: this.clientId }, { signal }),
      ]);
      this.account = account;
      this.allowed = me.account;
      this.known = true;
    });
  }

  /** What a change has answered: the account since. */
  became(account: Account): void {
    this.account = account;
    this.administration.outdate();
    this.changed();
  }

  /** Reads it anew, since a side's change of something else has touched it. */
  async refresh(): Promise<void> {
    this.administration.outdate();
    await this.reload();
  }

  /** It was deleted. */
  ended(): void {
    this.administration.outdate();
    this.changed();
  }

  /** What the reason breaks, by the rules; nothing while they are not there, or none was entered. */
  get reasonProblem(): string | undefined {
    const reason = this.reason.trim();
    return reason === '' ? undefined : this.administration.rules?.check('note', { reason })[0]?.detail;
  }

  /** Takes back what is asked before something is done: what was entered stays. */
  unask(): void {
    this.rights.close();
    this.contact.reconsider();
  }

  /** Why the account is to be disabled. */
  explain(reason: string): void {
    this.reason = reason;
    this.changed();
  }

  /** Whether anything was entered that would be lost. */
  get dirty(): boolean {
    return this.overview.details.dirty || this.rights.dirty || this.contact.dirty || this.credentials.dirty;
  }

  /** A side's changes are this model's. */
  #part<Model extends Screen>(model: Model): Model {
    model.subscribe(() => this.changed());
    return model;
  }
}
