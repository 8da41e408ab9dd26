// An account's contact in the company's directory.
import type { Contact, ContactChange, Repair } from '../../account.js';
import type { InputProblem } from '../../error.js';
import type { AccountModel } from './account.js';
import { Form } from './form.js';
import { noted } from './overview.js';
import { isRefusal } from './trouble.js';

/** What is entered of a contact. */
export interface ContactForm {
  readonly email: string;
  /** In whose directories it is: one company a line. */
  readonly companies: string;
}

const EMPTY: ContactForm = { email: '', companies: '' };

/** An account's contact in the company's directory, and the form that changes it. */
export class ContactModel extends Form<ContactForm> {
  readonly of: AccountModel;
  contact: Contact | undefined = undefined;
  /** Whether it is being changed. */
  editing = false;
  /** The contact's revision, where the change that was entered would stop the account: `insist` or `reconsider`. */
  wouldBreak: number | undefined = undefined;
  /** Whether another has changed the contact since one began; `contact` is what it is by now. */
  changedMeanwhile = false;
  #base: ContactForm = EMPTY;

  constructor(of: AccountModel) {
    super(EMPTY);
    this.of = of;
  }

  override get dirty(): boolean {
    return this.editing && Object.keys(this.wish).length > 0;
  }

  /** Reads it, unless it is there. */
  async show(): Promise<void> {
    if (this.contact === undefined && this.of.administration.may('administer_directory')) await this.reload();
    // What the guard has to tell: what stops with it.
    await this.of.overview.show();
  }

  /** Looks again at what is there. */
  async reload(): Promise<void> {
    await this.look('reload', async (signal) => {
      this.contact = await this.of.administration.accounts.getContact(this.of.clientId, { signal });
    });
  }

  /** Begins to change what is there. */
  begin(): void {
    if (this.contact === undefined || this.editing) return;
    this.editing = true;
    this.#base = formOf(this.contact);
    this.reset(this.#base);
  }

  /** Forgets what was entered. */
  cancel(): void {
    this.editing = false;
    this.wouldBreak = undefined;
    this.changedMeanwhile = false;
    this.reset(EMPTY);
  }

  /** What is different from what was there. */
  get wish(): ContactChange {
    const { email, companies } = this.entered;
    return { ...(email !== this.#base.email && { email }), ...(companies !== this.#base.companies && { companies: lines(companies) }) };
  }

  problems(): readonly InputProblem[] {
    return this.dirty ? this.of.administration.check('changeContact', this.wish) : [];
  }

  /** Saves what is different. What would stop the account is not done: `wouldBreak` says so. */
  async save(): Promise<boolean> {
    return this.#save('');
  }

  /** Saves what stops the account, for a reason. */
  async insist(reason: string): Promise<boolean> {
    return this.#save(reason, this.wouldBreak);
  }

  /** Goes back to the form. */
  reconsider(): void {
    this.wouldBreak = undefined;
    this.changed();
  }

  /** Makes a broken account work again: with its address, or with a new one where that is taken. */
  async repair(how: Repair, reason = ''): Promise<boolean> {
    const done = await this.change('repair', async (signal) => {
      this.contact = await this.of.administration.accounts.repairContact(this.of.clientId, how, { signal, ...noted(reason) });
      this.cancel();
      return true;
    });
    if (done) await this.of.refresh();
    return done === true;
  }

  async #save(reason: string, insist?: number): Promise<boolean> {
    if (this.busy !== undefined || !this.ready()) return false;
    if (!this.dirty) {
      this.cancel();
      return true;
    }
    const done = await this.change('save', async (signal) => {
      const { accounts } = this.of.administration;
      try {
        this.contact = await accounts.changeContact(this.of.clientId, { ...this.wish, ...(insist !== undefined && { insist }) }, { signal, ...noted(reason) });
      } catch (thrown) {
        if (!isRefusal(thrown)) throw thrown;
        if (thrown.code === 'would_break') {
          this.wouldBreak = thrown.contactRevision;
          return false;
        }
        this.wouldBreak = undefined;
        if (thrown.code !== 'revision_mismatch') throw thrown;
        this.contact = await accounts.getContact(this.of.clientId, { signal });
        this.#base = formOf(this.contact);
        this.changedMeanwhile = true;
        return false;
      }
      this.cancel();
      return true;
    });
    if (done) await this.of.refresh();
    return done === true;
  }
}

function formOf({ email, companies }: Contact): ContactForm {
  return { email, companies: companies.join('\n') };
}

function lines(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
