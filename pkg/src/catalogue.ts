// The catalogue: the tools that permissions speak of, and the Marketplace's apps.
import type { Level, Levels } from './principal.js';

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
  /** What else one may be allowed to do with it; at most 32. */
  readonly actions?: readonly ToolAction[];
}

/** Something that one may be allowed to do with a tool: by a level that includes it, or by a grant of its own. */
export interface ToolAction {
  /** 1 to 32 of `a-z0-9_-`, beginning with a letter; stands in permissions and scopes. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** The lowest level that includes it, one that the tool knows; left out when it has to be granted by itself. */
  readonly included_from?: Exclude<Level, 'none'>;
}

/** A Marketplace app. */
export interface App {
  /** Named when an account is created. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** The levels that it asks for, which grants nothing. */
  readonly requests?: Requests;
}

/** The levels that an app asks for. */
export interface Requests {
  /** At company level. */
  readonly company?: Levels;
  /** In each project that it is to work in. */
  readonly project?: Levels;
}

/** Your tools and apps. The company tools `admin` and `directory` must be there: Admin on them lets one manage accounts. */
export interface Catalogue {
  /** Which edition this is; raise it with each change. 1 when left out. */
  readonly version?: number;
  /** At most 100. */
  readonly tools: readonly Tool[];
  readonly apps?: readonly App[];
}
