// A company's administration: who asks and what they may do, the catalogue, the rules, and a model for each screen.
import type { AccountsApi } from '../../accounts/api.js';
import type { Me } from '../../accounts/me.js';
import type { ShownCatalogue } from '../../accounts/permission.js';
import type { InputProblem } from '../../error.js';
import type { Form, Rules } from '../../rules.js';
import type { AccountModel } from './account.js';
import { CompanyAudit } from './audit.js';
import { ContactList } from './contacts.js';
import { Creation } from './creation.js';
import { DeletedList } from './deleted.js';
import { HolderList } from './holders.js';
import { LeakSearch } from './leak.js';
import { AccountList } from './list.js';
import { Screen } from './screen.js';
import { TemplateList } from './templates.js';

/** How the rules for forms are loaded, given the catalogue. */
export type LoadRules = (catalogue: ShownCatalogue) => Promise<Rules>;

/** What is administered, and by what. */
export interface AdministrationOptions {
  readonly accounts: AccountsApi;
  /** Without it, what a form breaks is told when it is sent. */
  readonly loadRules?: LoadRules | undefined;
}

/** A right that actions need. `bring_credentials`: to bring credentials to the account that is looked at. */
export type Right = 'administer_accounts' | 'administer_directory' | 'bring_credentials';

/** The root of the models. `open` first: the others need what it reads. */
export class Administration extends Screen {
  readonly accounts: AccountsApi;
  /** Who asks, once that is known. */
  me: Me | undefined = undefined;
  catalogue: ShownCatalogue | undefined = undefined;
  /** The rules, once they are there; forms do without until then. */
  rules: Rules | undefined = undefined;
  readonly list: AccountList;
  readonly creation: Creation;
  readonly deleted: DeletedList;
  readonly contacts: ContactList;
  readonly holders: HolderList;
  readonly audit: CompanyAudit;
  readonly templates: TemplateList;
  readonly leak: LeakSearch;
  readonly #loadRules: LoadRules | undefined;
  #accounts: readonly AccountModel[] = [];

  constructor({ accounts, loadRules }: AdministrationOptions) {
    super();
    this.accounts = accounts;
    this.#loadRules = loadRules;
    this.list = new AccountList(this);
    this.creation = new Creation(this);
    this.deleted = new DeletedList(this);
    this.contacts = new ContactList(this);
    this.holders = new HolderList(this);
    this.audit = new CompanyAudit(this);
    this.templates = new TemplateList(this);
    this.leak = new LeakSearch(this);
  }

  /** Finds out who asks, and of what permissions speak. */
  async open(): Promise<void> {
    await this.look('open', async (signal) => {
      const me = await this.accounts.getMe({}, { signal });
      this.me = me;
      this.#ahead = Date.parse(me.now) - Date.now();
      if (!this.may('see')) return;
      this.catalogue = await this.accounts.getCatalogue({ signal });
      void this.#prepare(this.catalogue);
    });
  }

  /** What a form breaks, by the rules; nothing while they are not there. */
  check(form: Form, value: unknown): readonly InputProblem[] {
    return this.rules?.check(form, value) ?? [];
  }

  /** Whether who asks holds a right. `see`: any of those that let one look at all. */
  may(right: Right | 'see'): boolean {
    if (this.me === undefined) return false;
    const { rights } = this.me;
    if (right === 'see') return rights.look.allowed;
    if (right !== 'bring_credentials') return rights[right].allowed;
    return rights.bring_any_credential.allowed || this.looked?.allowed?.bring_credential.allowed === true;
  }

  /** Whether a secret is shown that nobody has stored: who goes elsewhere loses it. */
  get unstored(): boolean {
    return [this.creation, this.looked?.credentials].some((screen) => screen?.made?.unstored === true);
  }

  /**
   * The model of an account, which is looked at from now on; kept are that and those in which something was entered. What it is made of is loaded when it is first asked for:
   * a list does without.
   */
  async account(clientId: string): Promise<AccountModel> {
    const { AccountModel } = await import('./account.js');
    const known = this.#accounts.find((account) => account.clientId === clientId);
    if (known !== undefined && known === this.#accounts[0]) return known;
    const looked = known ?? new AccountModel(this, clientId);
    const others = this.#accounts.filter((account) => account !== looked);
    for (const other of others) other.leave();
    this.#accounts = [looked, ...others.filter(({ dirty }) => dirty)];
    this.changed();
    return looked;
  }

  /** The account that is looked at. */
  get looked(): AccountModel | undefined {
    return this.#accounts[0];
  }

  /** Whether anything was entered anywhere that would be lost with the page. */
  get dirty(): boolean {
    return this.creation.dirty || this.templates.editor?.dirty === true || this.#accounts.some(({ dirty }) => dirty);
  }

  /** Something of an account has changed: the lists of accounts are read anew by their next `show`. */
  outdate(): void {
    for (const list of [this.list, this.contacts, this.holders, this.deleted]) list.outdate();
  }

  override leave(): void {
    super.leave();
    for (const screen of [this.list, this.creation, this.deleted, this.contacts, this.holders, this.audit, this.templates, this.leak, ...this.#accounts]) screen.leave();
  }

  /** The server's clock, as far as it is known: in milliseconds. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  #ahead = 0;

  async #prepare(catalogue: ShownCatalogue): Promise<void> {
    // Forms are checked by the server, too: a module that cannot be had is no reason to have no form.
    this.rules = await this.#loadRules?.(catalogue).catch(() => undefined);
    this.changed();
  }
}
