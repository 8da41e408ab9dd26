// The rules alone, for a form that wants to say what is wrong before it is sent. No authority: the back end decides again.
import { Rules as Engine } from './badgehouse.js';
import type { Catalogue } from './catalogue.js';
import { asError, type InputProblem } from './error.js';
import { ready, type Loader, type WasmSource } from './load.js';

/** How the rules are loaded. */
export interface RulesOptions {
  /** The module, where the package cannot find it itself. */
  readonly wasm?: WasmSource;
}

/** The rules of one catalogue. They hold no store, no key and no secret. */
export interface Rules {
  /** The catalogue, with what was left out filled in. */
  readonly catalogue: Catalogue;
  /** What is wrong with a wish for an account, whatever shape the form has; nothing when it may be sent. */
  checkNewAccount(form: unknown): readonly InputProblem[];
  /** What is wrong with levels at company level. */
  checkLevels(levels: unknown): readonly InputProblem[];
}

export async function rulesWith(loader: Loader, catalogue?: Catalogue, options?: RulesOptions): Promise<Rules> {
  await ready(loader, options?.wasm);
  const engine = begin(catalogue);
  return {
    catalogue: engine.catalogue as Catalogue,
    checkNewAccount: (form) => engine.checkNewAccount(form) as readonly InputProblem[],
    checkLevels: (levels) => engine.checkLevels(levels) as readonly InputProblem[],
  };
}

function begin(catalogue: Catalogue | undefined): Engine {
  try {
    return new Engine(catalogue);
  } catch (thrown) {
    throw asError(thrown);
  }
}
