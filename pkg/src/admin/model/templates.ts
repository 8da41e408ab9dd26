// Templates of levels.
import type { PageRequest } from '../../account.js';
import type { Template } from '../../accounts/permission.js';
import type { InputProblem } from '../../error.js';
import type { Levels } from '../../principal.js';
import type { Administration } from './administration.js';
import { Form } from './form.js';
import { differing, merged, withGrant, type Grant, type GrantConflict } from './levels.js';
import { Pages } from './pages.js';
import { outdated } from './trouble.js';

/** What is entered of a template. */
export interface TemplateForm {
  readonly name: string;
  readonly levels: Levels;
}

const EMPTY: TemplateForm = { name: '', levels: {} };

/** Templates of levels. */
export class TemplateList extends Pages<Template> {
  readonly administration: Administration;
  /** The one that is made or changed. */
  editor: TemplateEditor | undefined = undefined;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  override async more(): Promise<void> {
    if (this.administration.may('administer_directory')) await super.more();
  }

  protected page(page: PageRequest, signal: AbortSignal) {
    return this.administration.accounts.listTemplates(page, { signal });
  }

  /** Begins to change one, or to make one. */
  edit(template?: Template): void {
    this.editor = new TemplateEditor(this, template);
    this.editor.subscribe(() => this.changed());
    this.changed();
  }

  /** Forgets what was entered. */
  close(): void {
    this.editor?.leave();
    this.editor = undefined;
    this.changed();
  }

  /** Deletes one as it was looked at. What was assigned stays. */
  async remove(template: Template): Promise<boolean> {
    const { accounts } = this.administration;
    const done = await this.change('remove', async (signal) => {
      try {
        await accounts.deleteTemplate(template.template_id, { revision: template.revision, signal });
      } catch (thrown) {
        if (outdated(thrown)) this.became(await accounts.getTemplate(template.template_id, { signal }));
        throw thrown;
      }
      this.items = this.items.filter(({ template_id }) => template_id !== template.template_id);
      return true;
    });
    return done === true;
  }

  /** What one is by now. */
  became(template: Template): void {
    const known = this.items.some(({ template_id }) => template_id === template.template_id);
    this.items = known ? this.items.map((item) => (item.template_id === template.template_id ? template : item)) : [...this.items, template];
    this.changed();
  }

  override leave(): void {
    super.leave();
    this.editor?.leave();
  }
}

/** The form for a template. */
export class TemplateEditor extends Form<TemplateForm> {
  /** What is changed; absent for a new one. */
  base: Template | undefined;
  /** The tools on which another has changed it meanwhile. */
  conflicts: readonly GrantConflict[] = [];
  /** The name that another has given it meanwhile, where one has entered another. */
  theirName: string | undefined = undefined;
  /** Which tools are looked for. */
  search = '';
  readonly #list: TemplateList;

  constructor(list: TemplateList, base: Template | undefined) {
    const empty = base === undefined ? EMPTY : { name: base.name, levels: base.levels };
    super(empty);
    this.base = base;
    this.#list = list;
  }

  override get dirty(): boolean {
    return this.entered.name !== (this.base?.name ?? '') || differing(this.entered.levels, this.base?.levels).length > 0;
  }

  /** Shows the tools alone that have the text in their names; all for none. */
  find(text: string): void {
    this.search = text;
    this.changed();
  }

  /** Takes what is to be granted on a tool. */
  set(tool: string, grant: Grant): void {
    this.conflicts = this.conflicts.filter((conflict) => conflict.tool !== tool);
    this.enter('levels', withGrant(this.entered.levels, tool, grant));
  }

  problems(): readonly InputProblem[] {
    const { name, levels } = this.entered;
    return this.#list.administration.check('createTemplate', { name, levels });
  }

  /** Saves it; the list has it then. When another was faster, `conflicts` and `theirName` have what differs. */
  async save(): Promise<boolean> {
    if (this.busy !== undefined || !this.ready()) return false;
    const { accounts } = this.#list.administration;
    const done = await this.change('save', async (signal) => {
      const { name, levels } = this.entered;
      const { base } = this;
      try {
        const saved = base === undefined ? accounts.createTemplate({ name, levels }, { signal }) : accounts.changeTemplate(base.template_id, { name, levels }, { revision: base.revision, signal });
        this.#list.became(await saved);
        return true;
      } catch (thrown) {
        if (base === undefined || !outdated(thrown)) throw thrown;
        this.#meet(base, await accounts.getTemplate(base.template_id, { signal }));
        return false;
      }
    });
    if (done) this.#list.close();
    return done === true;
  }

  /** Every change of a template is one of what this form shows, so that somebody has to look at it. */
  #meet(base: Template, theirs: Template): void {
    const { levels, conflicts } = merged(base.levels, this.entered.levels, theirs.levels);
    const renamed = theirs.name !== base.name && theirs.name !== this.entered.name;
    const name = this.entered.name === base.name ? theirs.name : this.entered.name;
    this.theirName = renamed ? theirs.name : undefined;
    this.conflicts = conflicts;
    this.entered = { name, levels };
    this.base = theirs;
    this.#list.became(theirs);
    // Nothing is left to choose where both entered the same: it is as one wants it.
    if (!this.dirty && conflicts.length === 0 && !renamed) this.#list.close();
  }
}
