// The details of an account, as they are changed.
import type { Account, AuthMethod } from '../../account.js';
import type { AccountChange } from '../../accounts/account.js';
import type { InputProblem } from '../../error.js';
import type { AccountModel } from './account.js';
import { Form } from './form.js';
import { outdated } from './trouble.js';

/** What is entered of an account's details. */
export interface DetailsForm {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  /** Texts by name, in the order they were entered. */
  readonly metadata: readonly (readonly [string, string])[];
  /** RFC 3339; empty: it does not end. */
  readonly expires_at: string;
  /** Absent: policy's usual time. */
  readonly token_seconds: number | undefined;
  /** Empty: each way that it has a credential for. */
  readonly auth_methods: readonly AuthMethod[];
  readonly dpop_bound_access_tokens: boolean;
}

/** A detail that another administrator has changed meanwhile. */
export interface DetailConflict {
  readonly name: keyof DetailsForm;
  readonly mine: DetailsForm[keyof DetailsForm];
  readonly theirs: DetailsForm[keyof DetailsForm];
  /** Whether both changed it, so that somebody has to choose; otherwise it is as they have it. */
  readonly both: boolean;
}

const EMPTY: DetailsForm = { name: '', description: '', owner: '', metadata: [], expires_at: '', token_seconds: undefined, auth_methods: [], dpop_bound_access_tokens: false };
/** How often a change is held to a revision anew when what changed is none of the details. */
const TRIES = 4;

/** The form for an account's details. */
export class Details extends Form<DetailsForm> {
  /** Whether they are being changed. */
  editing = false;
  /** What another has changed since one began. */
  conflicts: readonly DetailConflict[] = [];
  readonly of: AccountModel;
  #base: DetailsForm = EMPTY;
  #revision = 0;

  constructor(of: AccountModel) {
    super(EMPTY);
    this.of = of;
  }

  override get dirty(): boolean {
    return this.editing && Object.keys(this.wish).length > 0;
  }

  /** Begins to change what is there. */
  begin(): void {
    const { account } = this.of;
    if (account === undefined || this.editing) return;
    this.editing = true;
    this.conflicts = [];
    this.#stand(account);
    this.reset(this.#base);
  }

  /** Forgets what was entered. */
  cancel(): void {
    this.editing = false;
    this.conflicts = [];
    this.reset(EMPTY);
  }

  /** Takes what the other administrator has saved of one detail. */
  take({ name, theirs }: DetailConflict): void {
    this.conflicts = this.conflicts.filter((conflict) => conflict.name !== name);
    this.enter(name, theirs);
  }

  /** What is different from what was there. */
  get wish(): AccountChange {
    const [now, then] = [this.entered, this.#base];
    const changed = (name: keyof DetailsForm) => !same(now[name], then[name]);
    const text = (name: 'description' | 'owner' | 'expires_at') => (changed(name) ? { [name]: now[name] === '' ? null : now[name] } : {});
    return {
      ...(changed('name') && { name: now.name }),
      ...text('description'),
      ...text('owner'),
      ...(changed('metadata') && { metadata: members(now.metadata, then.metadata) }),
      ...text('expires_at'),
      ...(changed('token_seconds') && { token_seconds: now.token_seconds ?? null }),
      ...(changed('auth_methods') && { auth_methods: now.auth_methods.length === 0 ? null : now.auth_methods }),
      ...(changed('dpop_bound_access_tokens') && { dpop_bound_access_tokens: now.dpop_bound_access_tokens }),
    };
  }

  problems(): readonly InputProblem[] {
    return this.dirty ? this.of.administration.check('updateAccount', this.wish) : [];
  }

  /** Saves what is different. When another was faster, `conflicts` has what differs and nothing is saved. */
  async save(): Promise<boolean> {
    if (this.busy !== undefined || !this.ready()) return false;
    const done = await this.change('save', async (signal) => {
      const { accounts } = this.of.administration;
      this.conflicts = [];
      for (let tried = 1; this.dirty; tried += 1) {
        try {
          this.of.became(await accounts.updateAccount(this.of.clientId, this.wish, { revision: this.#revision, signal }));
          break;
        } catch (thrown) {
          if (!outdated(thrown) || tried === TRIES) throw thrown;
          const account = await accounts.getAccount(this.of.clientId, { signal });
          this.of.became(account);
          this.#meet(account);
          if (this.conflicts.length > 0) return false;
        }
      }
      this.cancel();
      return true;
    });
    return done === true;
  }

  /** What one entered, and what another has saved since. */
  #meet(account: Account): void {
    const base = this.#base;
    this.#stand(account);
    const theirs = this.#base;
    const names = Object.keys(EMPTY) as (keyof DetailsForm)[];
    const differ = names.filter((name) => !same(base[name], theirs[name]) && !same(this.entered[name], theirs[name]));
    this.conflicts = differ.map((name) => {
      const mine = this.entered[name];
      const both = !same(mine, base[name]);
      if (!both) this.entered = { ...this.entered, [name]: theirs[name] };
      return { name, mine, theirs: theirs[name], both };
    });
  }

  #stand(account: Account): void {
    this.#base = formOf(account);
    this.#revision = account.revision;
  }
}

function formOf(account: Account): DetailsForm {
  const { name, description = '', owner = '', metadata = {}, expires_at = '', token_seconds, auth_methods = [], dpop_bound_access_tokens = false } = account;
  return { name, description, owner, metadata: Object.entries(metadata), expires_at, token_seconds, auth_methods, dpop_bound_access_tokens };
}

/** Members are merged into those that are there: what is gone has to be named. */
function members(now: DetailsForm['metadata'], then: DetailsForm['metadata']): Readonly<Record<string, string | null>> {
  const gone = then.map(([name]): [string, null] => [name, null]);
  return Object.fromEntries([...gone, ...now.filter(([name, text]) => name !== '' || text !== '')]);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
