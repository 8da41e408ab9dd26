// What an account may do, in the company and by project: as it is, as it was entered, and what the difference would do.
import type { PermissionChange } from '../../account.js';
import type { AssignedTemplate, LevelChange, Template } from '../../accounts/permission.js';
import type { Levels } from '../../principal.js';
import type { AccountModel } from './account.js';
import { changesOf, COMPANY, Drafts } from './drafts.js';
import { Insight } from './insight.js';
import { PermissionsJob } from './job.js';
import { before, differing, withGrant, type Grant, type GrantConflict, type ShownTool } from './levels.js';
import { noted } from './overview.js';
import { Screen } from './screen.js';
import { outdated } from './trouble.js';

/** How many projects go into one change; more are done by a job. */
const MOST_PROJECTS = 20;
const PAGE = 50;
/** How often a change is held to a revision anew when what changed is nothing of it. */
const TRIES = 4;

/** What an account may do. A place is a project's id, or `COMPANY`. */
export class Rights extends Screen {
  readonly of: AccountModel;
  /** What is known of a place beside its levels. */
  readonly insight: Insight;
  /** A change of many projects that is under way. */
  readonly job: PermissionsJob;
  /** Whether all projects were read; `undefined` before anything was. */
  complete: boolean | undefined = undefined;
  /** The place that is looked at. */
  place = COMPANY;
  /** The template that was assigned last; `undefined` until it was read. */
  assigned: AssignedTemplate | null | undefined = undefined;
  /** What the change that is to be saved would do, once `review` has found out. */
  preview: readonly LevelChange[] | undefined = undefined;
  /** The template that is to be assigned, while `preview` is of it. */
  assigning: Template | undefined = undefined;
  /** Which tools are looked for. */
  search = '';
  /** The ids of projects that are to be added, as they were entered. */
  adding = '';
  #drafts = new Drafts();
  #revision = 0;
  #cursor: string | undefined = undefined;

  constructor(of: AccountModel) {
    super();
    this.of = of;
    this.insight = new Insight(of);
    this.job = new PermissionsJob(of, () => this.#became());
    for (const part of [this.insight, this.job]) part.subscribe(() => this.changed());
  }

  /** Reads what it shows, unless it is there, and goes on with a job that was begun. */
  async show(): Promise<void> {
    if (!this.of.administration.may('administer_directory')) return;
    if (this.complete === undefined) await this.reload();
    void this.insight.show(this.place);
    if (this.assigned) void this.templates();
    await this.job.resume();
  }

  /** Reads anew; what was entered stays. */
  async reload(): Promise<void> {
    await this.look('reload', async (signal) => {
      const { accounts } = this.of.administration;
      const [, { template }] = await Promise.all([this.#meet(signal), accounts.getAssignedTemplate(this.of.clientId, { signal })]);
      this.assigned = template;
    });
  }

  /** Reads further projects. */
  async more(): Promise<void> {
    if (this.complete === false) await this.look('more', (signal) => this.#page(signal).then(({ read }) => void (this.#drafts = this.#drafts.read(read))));
  }

  /** Reads the company's templates, unless they are there. */
  async templates(): Promise<void> {
    await this.of.administration.templates.show();
    this.changed();
  }

  /** The next page of templates. */
  async moreTemplates(): Promise<void> {
    await this.of.administration.templates.more();
    this.changed();
  }

  /** Looks at another place. */
  visit(place: string): void {
    this.place = place;
    this.changed();
    void this.insight.show(place);
  }

  /** Shows the tools alone that have the text in their names; all for none. */
  find(text: string): void {
    this.search = text;
    this.changed();
  }

  /** The places that were read or added so far: the company, then projects. */
  get places(): readonly string[] {
    return [...this.#drafts.saved.keys()];
  }

  /** The levels of a place, as they were entered. */
  levels(place = this.place): Levels {
    return this.#drafts.levels(place);
  }

  /** The levels of a place, as they were saved. */
  saved(place = this.place): Levels {
    return this.#drafts.saved.get(place) ?? {};
  }

  /** The tools that one may have levels on in a place. */
  tools(place = this.place): readonly ShownTool[] {
    const { tools = [] } = this.of.administration.catalogue ?? {};
    return place === COMPANY ? tools : tools.filter(({ scope }) => scope === 'project');
  }

  /** What is different from what was saved. */
  get wish(): PermissionChange {
    return this.#drafts.wish;
  }

  /** How many tools of each place were changed and not saved. */
  get changes(): ReadonlyMap<string, number> {
    return new Map([...this.#drafts.entered].map(([place, levels]) => [place, differing(levels, this.saved(place)).length]));
  }

  /** What another has changed since this was read, by place. */
  get conflicts(): ReadonlyMap<string, readonly GrantConflict[]> {
    return this.#drafts.conflicts;
  }

  get dirty(): boolean {
    return this.#drafts.entered.size > 0 || this.adding !== '';
  }

  /** Enters what is to be granted on a tool of a place. */
  set(tool: string, grant: Grant, place = this.place): void {
    this.#drafts = this.#drafts.settle(place, tool).enter(place, withGrant(this.levels(place), tool, grant));
    this.#touched();
  }

  /** Enters all levels of the place that is looked at. */
  fill(levels: Levels): void {
    this.#drafts = this.#drafts.enter(this.place, levels);
    this.#touched();
  }

  /** Forgets what was entered. */
  discard(): void {
    this.#drafts = new Drafts(this.#drafts.saved);
    this.close();
  }

  /** The project that is to be added. */
  enterAdding(text: string): void {
    this.adding = text;
    this.#touched();
  }

  /** Adds the projects whose ids were entered, with levels to begin with. What stands there already stays. */
  async add(levels: Levels = {}): Promise<void> {
    const named = [...new Set(this.adding.split(/[\s,;]+/).filter(Boolean))];
    const ids = named.filter((id) => !this.#drafts.saved.has(id));
    await this.look('add', async (signal) => {
      // They may be on a page that was not read, or be no ids.
      const found = ids.length === 0 ? [] : await this.#preview({ projects: ids.map((project) => ({ project, levels: {} })) }, signal);
      this.#drafts = this.#drafts.read(ids.map((id) => [id, before({}, changesOf(found, id))]));
      for (const id of ids) if (Object.keys(this.levels(id)).length === 0) this.#drafts = this.#drafts.enter(id, levels);
      this.adding = '';
      this.visit(named[0] ?? this.place);
    });
  }

  /** Finds out what would change: what was entered, or a template in the place that is looked at. Nothing is written. */
  async review(template?: Template): Promise<void> {
    const { place } = this;
    const levels = template?.levels ?? {};
    const change = template === undefined ? this.wish : place === COMPANY ? { company: levels } : { projects: [{ project: place, levels }] };
    await this.look('review', async (signal) => {
      this.preview = await this.#preview(change, signal);
      this.assigning = template;
    });
  }

  /** Goes back from what would change. */
  close(): void {
    this.preview = undefined;
    this.assigning = undefined;
    this.changed();
  }

  /** Saves what was entered; many projects by a job. When another was faster, `conflicts` has what differs and nothing is saved. */
  async save(reason: string): Promise<boolean> {
    if ((this.wish.projects?.length ?? 0) > MOST_PROJECTS) return this.#saveMany(reason);
    const { accounts } = this.of.administration;
    const done = await this.change('save', async (signal) => {
      for (let tried = 1; this.#drafts.entered.size > 0; tried += 1) {
        try {
          const { revision } = await accounts.setPermissions(this.of.clientId, this.wish, { revision: this.#revision, signal, ...noted(reason) });
          // Where it was hidden on the way, the next change finds it out.
          this.#revision = revision ?? this.#revision;
          this.#drafts = this.#drafts.took();
          break;
        } catch (thrown) {
          if (!outdated(thrown) || tried === TRIES) throw thrown;
          await this.#meet(signal);
          if (this.conflicts.size > 0) return false;
        }
      }
      this.close();
      return true;
    });
    if (done) this.#outdate();
    return done === true;
  }

  /** Assigns the template that was reviewed to the place that is looked at, instead of what was entered there. */
  async assign(reason: string): Promise<boolean> {
    const { assigning, place } = this;
    if (assigning === undefined) return false;
    const done = await this.change('assign', async (signal) => {
      const assignment = { template_id: assigning.template_id, ...(place !== COMPANY && { projects: [place] }) };
      this.assigned = await this.of.administration.accounts.assignTemplate(this.of.clientId, assignment, { signal, ...noted(reason) });
      this.#drafts = this.#drafts.drop(place);
      this.close();
      return true;
    });
    if (done) await this.#became();
    return done === true;
  }

  override leave(): void {
    super.leave();
    this.insight.leave();
    this.job.leave();
  }

  /** A job is not held to a revision: whether another was faster is looked at before. */
  async #saveMany(reason: string): Promise<boolean> {
    const fresh = await this.look('save', async (signal) => {
      const { revision } = await this.of.administration.accounts.getPermissions(this.of.clientId, { limit: 1 }, { signal });
      if (revision !== this.#revision) await this.#meet(signal);
      return this.conflicts.size === 0;
    });
    if (fresh !== true || !(await this.job.begin(this.wish, noted(reason)))) return false;
    this.discard();
    return true;
  }

  async #became(): Promise<void> {
    await this.look('reload', (signal) => this.#meet(signal));
    this.#outdate();
  }

  #outdate(): void {
    this.of.administration.outdate();
    this.insight.outdate();
    void this.insight.show(this.place);
  }

  #touched(): void {
    this.preview = undefined;
    if (this.trouble?.kind === 'input') this.trouble = undefined;
    this.changed();
  }

  /** Reads the first page anew; what was entered is held to that from now on, and `conflicts` has what another has saved meanwhile. */
  async #meet(signal: AbortSignal): Promise<void> {
    this.#cursor = undefined;
    const { read, revision, company } = await this.#page(signal);
    // Of a place that the page has not, what its change would replace is what is there.
    const changes = this.#drafts.entered.size === 0 ? [] : await this.#preview(this.wish, signal);
    this.#drafts = this.#drafts.meet([[COMPANY, company], ...read], changes);
    this.#revision = revision;
    const [first] = this.conflicts.keys();
    this.place = first ?? (this.#drafts.saved.has(this.place) ? this.place : COMPANY);
    if (first !== undefined) this.close();
  }

  async #page(signal: AbortSignal) {
    const { accounts } = this.of.administration;
    const page = await accounts.getPermissions(this.of.clientId, { limit: PAGE, ...(this.#cursor && { cursor: this.#cursor }) }, { signal });
    this.#cursor = page.projects.next_cursor ?? undefined;
    this.complete = this.#cursor === undefined;
    return { ...page, read: page.projects.items.map(({ project, levels }) => [project, levels] as const) };
  }

  /** What a change would do; of many projects by as many calls as that takes. */
  async #preview({ company, projects = [] }: PermissionChange, signal: AbortSignal): Promise<readonly LevelChange[]> {
    const changes: LevelChange[] = [];
    for (let first = 0; first === 0 || first < projects.length; first += MOST_PROJECTS) {
      const part = { ...(company !== undefined && first === 0 && { company }), projects: projects.slice(first, first + MOST_PROJECTS) };
      changes.push(...(await this.of.administration.accounts.previewPermissions(this.of.clientId, part, { signal })).changes);
    }
    return changes;
  }
}
