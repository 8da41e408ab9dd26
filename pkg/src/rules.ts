// The rules alone, for a form that wants to say what is wrong before it is sent. No authority: the back end decides again.
import { attempt } from './attempt.js';
import * as glue from './badgehouse-rules.js';
import type { Catalogue } from './catalogue.js';
import type { InputProblem } from './error.js';
import { LONGEST_MADE, Unreadable, given } from './given.js';
import { Instances, Remade } from './instance.js';
import type { Loader, WasmSource } from './load.js';
import { own } from './own.js';

/** How the rules are loaded. */
export interface RulesOptions {
  /** The module, where the package cannot find it itself. */
  readonly wasm?: WasmSource;
}

/**
 * A form: the body of the operation of that name, the levels of a place, or what goes along with any change. `setPermissions` is of as many projects as one change takes, and
 * `createPermissionsJob` of as many as a job does.
 */
export type Form =
  | 'createAccount'
  | 'updateAccount'
  | 'disableAccount'
  | 'addSecret'
  | 'changeSecret'
  | 'changeKey'
  | 'addTrust'
  | 'setPermissions'
  | 'createPermissionsJob'
  | 'createTemplate'
  | 'changeTemplate'
  | 'changeContact'
  | 'createContact'
  /** Levels at company level. */
  | 'levels'
  /** `{ reason, request_id }`, as they are sent with a change. */
  | 'note';

/** The rules of one catalogue. They hold no store, no key and no secret. */
export interface Rules {
  /** The catalogue, with what was left out filled in. */
  readonly catalogue: Catalogue;
  /**
   * What is wrong with a form, whatever shape its value has; nothing when it may be sent. The rules know neither policy nor the clock: how long something may last, and that it
   * ends in the future, is left to the back end (`getMe` tells policy). Nor do they know what is there already: a text that comes back as it is kept is always taken.
   */
  check(form: Form, value: unknown): readonly InputProblem[];
  /** `check('createAccount', form)`. */
  checkNewAccount(form: unknown): readonly InputProblem[];
  /** `check('levels', levels)`. */
  checkLevels(levels: unknown): readonly InputProblem[];
}

const instances = new Instances(glue);

export async function rulesWith(loader: Loader, catalogue?: Catalogue, options?: RulesOptions): Promise<Rules> {
  const text = given(catalogue, '', LONGEST_MADE);
  await instances.ready(loader, own(options).wasm);
  const engine = new Remade(instances, () => made(text as string));
  const check = (form: Form, value: unknown) => problems(value, (json) => engine.get().check(snake(form), json));
  return {
    catalogue: JSON.parse(attempt(instances, () => engine.get().catalogue(), text)) as Catalogue,
    check,
    checkNewAccount: (form) => check('createAccount', form),
    checkLevels: (levels) => check('levels', levels),
  };
}

/** As the operation is named in the API. */
function snake(form: unknown): string {
  return String(form).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function made(catalogue: string): glue.Rules {
  const rules = new glue.Rules(catalogue);
  const refused = rules.refused();
  if (refused === undefined) return rules;
  rules.free();
  // A text, as the other modules throw it themselves.
  throw refused;
}

/** A form that cannot be read has the problem that says so. */
function problems(form: unknown, check: (json: string | undefined) => string): readonly InputProblem[] {
  const json = given(form);
  if (json instanceof Unreadable) return [{ pointer: json.pointer, detail: json.rule }];
  return JSON.parse(attempt(instances, () => check(json))) as readonly InputProblem[];
}
