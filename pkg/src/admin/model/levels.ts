// Levels by tool, as they are looked at and edited.
import type { Level, Levels } from '../../principal.js';
import type { LevelChange, ShownCatalogue } from '../../accounts/permission.js';

/** A tool of the catalogue, with the levels that it knows. */
export type ShownTool = ShownCatalogue['tools'][number];

/** What is granted on one tool. */
export interface Grant {
  readonly level: Level;
  /** Those that are granted by themselves, whatever the level. */
  readonly actions: readonly string[];
}

/** A tool on which two administrators, or two moments, differ. */
export interface GrantConflict {
  readonly tool: string;
  /** What stood there when one began. */
  readonly before: Grant;
  readonly mine: Grant;
  readonly theirs: Grant;
  /** Whether both changed it, so that somebody has to choose; otherwise it is as they have it. */
  readonly both: boolean;
}

/** Each level holds all that stand before it. */
export const LEVELS: readonly Level[] = ['none', 'read_only', 'standard', 'admin'];

/** What levels grant on a tool. */
export function grantOf(levels: Levels | undefined, tool: string): Grant {
  const found = levels !== undefined && Object.hasOwn(levels, tool) ? levels[tool] : undefined;
  if (found === undefined || typeof found === 'string') return { level: found ?? 'none', actions: [] };
  return { level: found.level ?? 'none', actions: found.actions ?? [] };
}

/** The levels with another grant on one tool; what grants nothing is left out. */
export function withGrant(levels: Levels, tool: string, { level, actions }: Grant): Levels {
  const others = Object.entries(levels).filter(([other]) => other !== tool);
  if (level === 'none' && actions.length === 0) return Object.fromEntries(others);
  return Object.fromEntries([...others, [tool, actions.length === 0 ? level : { level, actions: [...actions].sort() }]]);
}

/** Whether a level holds another one. */
export function holds(level: Level, other: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(other);
}

/** Whether a level of a tool includes one of its actions. */
export function includes({ actions = [] }: ShownTool, level: Level, action: string): boolean {
  const from = actions.find(({ id }) => id === action)?.included_from;
  return from !== undefined && holds(level, from);
}

export function sameGrant(one: Grant, other: Grant): boolean {
  return one.level === other.level && one.actions.length === other.actions.length && one.actions.every((action) => other.actions.includes(action));
}

/** The tools on which two differ. */
export function differing(one: Levels | undefined, other: Levels | undefined): readonly string[] {
  const tools = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...tools].filter((tool) => !sameGrant(grantOf(one, tool), grantOf(other, tool)));
}

/** The levels that stood there before changes on them. */
export function before(after: Levels, changes: readonly LevelChange[]): Levels {
  return changes.reduce((levels, { tool, from, granted = [], withdrawn = [] }) => {
    const { actions } = grantOf(levels, tool);
    return withGrant(levels, tool, { level: from, actions: [...actions.filter((action) => !granted.includes(action)), ...withdrawn] });
  }, after);
}

/** What one entered and what another has saved meanwhile: where one changed nothing it is theirs, where both did it stays mine until somebody chooses. */
export function merged(base: Levels, mine: Levels, theirs: Levels): { readonly levels: Levels; readonly conflicts: readonly GrantConflict[] } {
  let levels = mine;
  const others = new Set(differing(base, theirs));
  const conflicts = differing(mine, theirs).filter((tool) => others.has(tool)).map((tool): GrantConflict => {
    const [before, entered, found] = [grantOf(base, tool), grantOf(mine, tool), grantOf(theirs, tool)];
    const both = !sameGrant(before, entered);
    if (!both) levels = withGrant(levels, tool, found);
    return { tool, before, mine: entered, theirs: found, both };
  });
  return { levels, conflicts };
}
