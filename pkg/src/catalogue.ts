// The catalogue: the tools that permissions speak of, and the Marketplace's apps.
import type { Level } from './principal.js';

/** A part of your product that one may have a level on. */
export interface Tool {
  /** 1 to 40 of `a-z0-9_-`, beginning with a letter; stands in permissions and scopes. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** `project`: levels hold by project, and one at company level in every project. */
  readonly scope: 'company' | 'project';
  /** The levels above `none` that it knows; all three when left out. */
  readonly levels?: readonly Exclude<Level, 'none'>[];
}

/** A Marketplace app. */
export interface App {
  /** Named when an account is created. */
  readonly id: string;
  /** For people. */
  readonly name: string;
}

/** Your tools and apps. The company tools `admin` and `directory` must be there: Admin on them lets one manage accounts. */
export interface Catalogue {
  /** At most 200. */
  readonly tools: readonly Tool[];
  readonly apps?: readonly App[];
}
