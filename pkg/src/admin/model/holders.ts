// Who can: the accounts that hold a level or an action on a tool.
import type { PageRequest } from '../../account.js';
import type { GrantedLevel, Holder } from '../../accounts/permission.js';
import type { Administration } from './administration.js';
import type { ShownTool } from './levels.js';
import { Pages } from './pages.js';

/** What accounts are to be able to do. */
export interface HolderQuestion {
  /** The tool's id; empty until one was chosen. */
  readonly tool: string;
  /** At least a level, or an action of the tool. */
  readonly what: { readonly level: GrantedLevel } | { readonly action: string } | undefined;
  /** In which project; empty for company level. */
  readonly project: string;
}

/** The accounts that hold at least a level on a tool, or an action of it. */
export class HolderList extends Pages<Holder> {
  asked: HolderQuestion = { tool: '', what: undefined, project: '' };
  /** Few may fit of many. */
  protected override readonly least = 20;
  readonly #administration: Administration;

  constructor(administration: Administration) {
    super();
    this.#administration = administration;
  }

  /** The tool that was chosen. */
  get tool(): ShownTool | undefined {
    return this.#administration.catalogue?.tools.find(({ id }) => id === this.asked.tool);
  }

  /** The levels that the chosen tool has. */
  get levels(): readonly GrantedLevel[] {
    return this.tool?.levels ?? [];
  }

  /** Asks something else. What was asked before is no longer waited for. */
  async ask(change: Partial<HolderQuestion>): Promise<void> {
    const before = this.asked;
    this.asked = { ...before, ...change };
    // Another tool has other levels and actions, and may be none of projects.
    if (this.asked.tool !== before.tool) this.asked = { ...this.asked, what: this.#first(), ...(this.tool?.scope !== 'project' && { project: '' }) };
    this.leave();
    this.outdate();
    this.items = [];
    this.changed();
    await this.show();
  }

  override async more(): Promise<void> {
    if (this.asked.what !== undefined && this.#administration.may('administer_directory')) await super.more();
  }

  protected page(page: PageRequest, signal: AbortSignal) {
    const { tool, what, project } = this.asked;
    // Nothing is asked without it.
    return this.#administration.accounts.listHolders({ ...page, tool, ...(what as NonNullable<typeof what>), ...(project !== '' && { project }) }, { signal });
  }

  #first(): HolderQuestion['what'] {
    const [level] = this.levels;
    const [action] = this.tool?.actions ?? [];
    return level === undefined ? action && { action: action.id } : { level };
  }
}
