// The data of permissions, as the admin API has it: what is in force and why, what a change would do, jobs and templates. Times are RFC 3339 in UTC.
import type { PageRequest } from '../account.js';
import type { App, Catalogue, Tool } from '../catalogue.js';
import type { Required } from '../error.js';
import type { Level, Levels } from '../principal.js';

/** A level above `none`. */
export type GrantedLevel = Exclude<Level, 'none'>;

/** The tools and apps that permissions speak of, with nothing left out. */
export interface ShownCatalogue extends Catalogue {
  readonly version: number;
  readonly tools: readonly (Tool & { readonly levels: readonly GrantedLevel[] })[];
  readonly apps: readonly (App & { readonly requests?: ShownRequests })[];
}

/** The levels that an app asks for, at company level and in each project that it is to work in. */
export interface ShownRequests {
  readonly company: Levels;
  readonly project: Levels;
}

/** The rule by which a level or an action is held; `none` where it is not. */
export type Rule = 'company_level' | 'project_level' | 'company_action' | 'project_action' | 'none';

/** Where a question is about: left out, at company level. */
export interface InProject {
  readonly project?: string;
}

/** What an account may do, in the company or in one project. */
export interface EffectivePermissions {
  readonly client_id: string;
  /** Absent at company level. */
  readonly project?: string;
  /** The tools above `none` or with an action, in the catalogue's order. */
  readonly tools: readonly EffectiveLevel[];
}

/** The level in force on one tool. */
export interface EffectiveLevel {
  readonly tool: string;
  readonly level: Level;
  /** Where the level comes from; absent at `none`. */
  readonly from?: 'company' | 'project';
  /** The actions that are held, in the catalogue's order. */
  readonly actions?: readonly EffectiveAction[];
}

/** An action that is held. */
export interface EffectiveAction {
  readonly action: string;
  readonly rule: Rule;
}

/** What an account's app asks for, and what differs. A custom account asks for nothing. */
export interface RequestedPermissions {
  readonly client_id: string;
  readonly app?: string;
  /** Absent at company level. */
  readonly project?: string;
  /** Where it holds less than it asks for: `actions` are those that it does not hold. */
  readonly missing: readonly Difference[];
  /** Where it holds more: `actions` are those that it was granted by themselves and does not ask for. */
  readonly beyond: readonly Difference[];
}

/** What is asked for on a tool and what is held there. */
export interface Difference {
  readonly tool: string;
  /** The level that the app asks for. */
  readonly level: Level;
  /** The level that is in force. */
  readonly held: Level;
  readonly actions?: readonly string[];
}

/** What a change would do. */
export interface PermissionPreview {
  /** Each tool on which something would be another, the company's first; empty when nothing would change. */
  readonly changes: readonly LevelChange[];
}

/** What a change would replace on one tool. */
export interface LevelChange {
  readonly tool: string;
  /** Absent at company level. */
  readonly project?: string;
  readonly from: Level;
  readonly to: Level;
  /** The actions that would be granted. */
  readonly granted?: readonly string[];
  /** The actions whose grant would end. */
  readonly withdrawn?: readonly string[];
}

/** What a change of permissions came to. */
export interface PermissionsSet {
  /** The account's since. Absent where something between hides or alters the header `ETag`: get the permissions again. */
  readonly revision?: number;
}

/** At least a level on a tool, or an action of it. */
export type Asked =
  | { readonly tool: string; readonly level: GrantedLevel; readonly action?: never }
  | { readonly tool: string; readonly action: string; readonly level?: never };

/** What an account is to be able to do. */
export type PermissionCheck = Asked & {
  /** In each of these, at most 64; none: at company level. */
  readonly projects?: readonly string[];
};

/** What came of a check. */
export interface Checked {
  readonly client_id: string;
  /** Whether the account can fetch tokens and call APIs at all. When it cannot, nothing is allowed. */
  readonly functional: boolean;
  /** One for each project, in the order asked; or the one for the company. */
  readonly results: readonly CheckResult[];
}

/** The answer for one project or the company. */
export interface CheckResult {
  /** Absent at company level. */
  readonly project?: string;
  /** Whether a call would go through. */
  readonly allowed: boolean;
  readonly level: Level;
  /** By which it holds the level, or the action that was asked for. */
  readonly rule: Rule;
  /** What is missing when that does not suffice. */
  readonly missing?: Required;
}

/** Whose holders are wanted. */
export type HolderQuery = PageRequest & Asked & InProject;

/** An account that can. */
export interface Holder {
  readonly client_id: string;
  readonly name: string;
  /** Whether it can fetch tokens and call APIs at all. */
  readonly functional: boolean;
  readonly level: Level;
  readonly rule: Rule;
}

/** How far a change of many projects has come. */
export interface JobProgress {
  readonly job_id: string;
  /** How many projects are as the job wants them, of how many. */
  readonly done: number;
  readonly total: number;
  /** `open`: continue it. */
  readonly state: 'open' | 'done';
}

/** Named levels. */
export interface Template {
  readonly template_id: string;
  readonly name: string;
  readonly levels: Levels;
  /** Grows with every change. */
  readonly revision: number;
  readonly created_at: string;
}

/** A wish for a template. */
export interface NewTemplate {
  /** 1 to 200 characters, with the rules of an account's name. */
  readonly name: string;
  readonly levels: Levels;
}

/** What is to become of a template; what is left out stays. */
export interface TemplateChange {
  readonly name?: string;
  /** All levels it gives. */
  readonly levels?: Levels;
}

/** Which template is assigned, and where. */
export interface Assignment {
  readonly template_id: string;
  /** In these projects, at most 20, each of whose levels it replaces; none: at company level. */
  readonly projects?: readonly string[];
}

/** The template that was assigned to an account last. */
export interface AssignedTemplate {
  readonly template_id: string;
  /** The revision that was copied. */
  readonly revision: number;
  /** To which projects; empty: to company level. */
  readonly projects: readonly string[];
}

/** Which template an account is on. */
export interface AccountTemplate {
  /** Null when none ever was assigned. */
  readonly template: AssignedTemplate | null;
}
