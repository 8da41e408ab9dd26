// Levels by place: as they were read, as they were entered, and what another has made of them meanwhile.
import type { PermissionChange, ProjectLevels } from '../../account.js';
import type { LevelChange } from '../../accounts/permission.js';
import type { Levels } from '../../principal.js';
import { before, differing, merged, type GrantConflict } from './levels.js';

/** The place that is no project: the company, whose levels hold in every project. */
export const COMPANY = '';

/** What was read and what was entered. It changes only by making itself anew. */
export class Drafts {
  constructor(
    /** What was read so far, by place. */
    readonly saved: ReadonlyMap<string, Levels> = new Map(),
    /** What was entered and differs from it, by place. */
    readonly entered: ReadonlyMap<string, Levels> = new Map(),
    /** What another has changed since one began, by place. */
    readonly conflicts: ReadonlyMap<string, readonly GrantConflict[]> = new Map(),
  ) {}

  /** The levels of a place, as they were entered. */
  levels(place: string): Levels {
    return this.entered.get(place) ?? this.saved.get(place) ?? {};
  }

  /** What is different from what was read. */
  get wish(): PermissionChange {
    const company = this.entered.get(COMPANY);
    const projects = [...this.entered].filter(([place]) => place !== COMPANY).map(([project, levels]): ProjectLevels => ({ project, levels }));
    return { ...(company !== undefined && { company }), ...(projects.length > 0 && { projects }) };
  }

  /** With other levels entered in a place. */
  enter(place: string, levels: Levels): Drafts {
    const entered = differing(levels, this.saved.get(place)).length === 0 ? without(this.entered, place) : new Map(this.entered).set(place, levels);
    return new Drafts(this.saved, entered, this.conflicts);
  }

  /** Without what was entered in a place. */
  drop(place: string): Drafts {
    return new Drafts(this.saved, without(this.entered, place), without(this.conflicts, place));
  }

  /** With further places read. */
  read(places: Iterable<readonly [string, Levels]>): Drafts {
    return new Drafts(new Map([...this.saved, ...places]), this.entered, this.conflicts);
  }

  /** What was entered has been saved. */
  took(): Drafts {
    return new Drafts(new Map([...this.saved, ...this.entered]));
  }

  /** A tool of a place was decided on: of its conflict is told no more. */
  settle(place: string, tool: string): Drafts {
    const left = (this.conflicts.get(place) ?? []).filter((conflict) => conflict.tool !== tool);
    const others = without(this.conflicts, place);
    return new Drafts(this.saved, this.entered, left.length === 0 ? others : new Map([...others, [place, left]]));
  }

  /** Held to what was read anew; `changes` is what the wish would do to it, which tells what is there in places that were not read. */
  meet(saved: Iterable<readonly [string, Levels]>, changes: readonly LevelChange[]): Drafts {
    const conflicts = new Map<string, readonly GrantConflict[]>();
    let drafts = new Drafts(new Map(saved));
    for (const [place, mine] of this.entered) {
      const theirs = before(mine, changesOf(changes, place));
      const met = merged(this.saved.get(place) ?? {}, mine, theirs);
      drafts = drafts.read([[place, theirs]]).enter(place, met.levels);
      if (met.conflicts.length > 0) conflicts.set(place, met.conflicts);
    }
    return new Drafts(drafts.saved, drafts.entered, conflicts);
  }
}

/** Those of a place. */
export function changesOf(changes: readonly LevelChange[], place: string): readonly LevelChange[] {
  return changes.filter(({ project = COMPANY }) => project === place);
}

function without<T>(map: ReadonlyMap<string, T>, place: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([other]) => other !== place));
}
