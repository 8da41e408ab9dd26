// Who asks. None is ever made from an unauthenticated request.

/** A level on a tool; each holds all that stand before it. */
export type Level = 'none' | 'read_only' | 'standard' | 'admin';

/** A level, and beside it actions that are granted whatever the level. */
export interface LevelAndActions {
  /** `none` when left out. */
  readonly level?: Level;
  readonly actions?: readonly string[];
}

/** What is granted by tool id: the level, or an object with actions beside it. A tool that is not named is at `none`. */
export type Levels = { readonly [tool: string]: Level | LevelAndActions };

/** A user whom you have authenticated, with the levels that you say it holds at company level. */
export interface User {
  readonly kind: 'user';
  /** The company in which it acts. */
  readonly company: string;
  /** Its id, as you name it. */
  readonly id: string;
  readonly levels?: Levels;
}

/** A service account; its levels come from the store. */
export interface ServiceAccount {
  readonly kind: 'service_account';
  /** Its home company. */
  readonly company: string;
  /** Its `client_id`. */
  readonly id: string;
}

/** Somebody of one company. */
export type Actor = User | ServiceAccount;

/**
 * Your product itself, which may do everything. A symbol, so that nothing that came as JSON can be it: never choose it because of
 * what a request says.
 */
export const platform: unique symbol = Symbol.for('badgehouse.platform') as never;

/** Who asks for an administrative operation. */
export type Principal = Actor | typeof platform;
