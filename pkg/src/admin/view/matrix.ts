// The matrix of tools and levels.
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Level, Levels } from '../../principal.js';
import { COMPANY } from '../model/drafts.js';
import { grantOf, holds, includes, LEVELS, sameGrant, type Grant, type ShownTool } from '../model/levels.js';
import type { Maybe } from './part.js';
import type { Page, View } from './page.js';
import { roving } from './roving.js';

/** From how many tools on one searches. */
const MANY = 10;

/** What a matrix shows and changes. */
export interface MatrixOptions {
  readonly label: string;
  readonly tools: readonly ShownTool[];
  readonly levels: Levels;
  /** What was saved: what differs is marked. */
  readonly saved: Levels;
  /** In a project: what holds there by the company's levels. */
  readonly company?: Levels | undefined;
  /** What the app asks for here. */
  readonly asked?: Levels | undefined;
  readonly search: string;
  readonly find: (text: string) => void;
  readonly set: (tool: string, grant: Grant) => void;
}

export function matrix(page: Page, options: MatrixOptions): View {
  const { t, say, open, toggle } = page;
  const { tools, levels, search, find } = options;
  const only = open.has('granted');
  const wanted = search.trim().toLocaleLowerCase();
  const granted = ({ id }: ShownTool) => [levels, options.saved, options.company, options.asked].some((some) => some !== undefined && id in some);
  const found = tools.filter((tool) => (!only || granted(tool)) && `${tool.name} ${tool.id}`.toLocaleLowerCase().includes(wanted));
  return html`<div class="matrix">
    ${tools.length < MANY ? nothing : html`<div class="row find">
      <input type="search" id="search" autocomplete="off" .value=${search} placeholder=${say(t.rights.search)} aria-label=${say(t.rights.search)} aria-keyshortcuts="/"
        @input=${(event: Event) => find((event.target as HTMLInputElement).value)} />
      <label class="check"><input type="checkbox" .checked=${only} @change=${() => toggle('granted')} />${say(t.rights.granted)}</label>
    </div>`}
    <p class="hint keys" id="matrix-keys">${say(t.rights.keys)}</p>
    <table role="grid" class="grid" aria-label=${options.label} aria-describedby="matrix-keys" ${roving()}>
      <thead><tr role="row"><th role="columnheader" scope="col">${say(t.rights.tool)}</th>
        ${LEVELS.map((level) => html`<th role="columnheader" scope="col" class="level">${say(t.page.level[level])}</th>`)}</tr></thead>
      <tbody>${repeat(found, ({ id }) => id, (tool) => row(page, tool, options))}</tbody>
    </table>
    ${found.length === 0 ? html`<p class="muted" role="status">${say(t.rights.noTool)}</p>` : nothing}
  </div>`;
}

function row(page: Page, tool: ShownTool, options: MatrixOptions): View {
  const grant = grantOf(options.levels, tool.id);
  const changed = !sameGrant(grant, grantOf(options.saved, tool.id));
  const set = (level: Level) => options.set(tool.id, { ...grant, level });
  return html`<tr role="row" class=${changed ? 'tool changed' : 'tool'} data-name=${tool.name}>
      <th role="rowheader" scope="row"><span dir="auto">${tool.name}</span>${notes(page, tool, options, changed)}</th>
      ${LEVELS.map((level) => cell(page, tool, level, grant, set))}
    </tr>${actions(page, tool, grant, options)}`;
}

function cell({ t, say }: Page, tool: ShownTool, level: Level, grant: Grant, set: (level: Level) => void): View {
  if (level !== 'none' && !tool.levels.includes(level)) return html`<td role="gridcell" class="level"><span class="muted" aria-hidden="true">–</span></td>`;
  const name = say(t.page.level[level]);
  return html`<td role="gridcell" class="level"><label><input type="radio" aria-label="${tool.name}: ${name}" .checked=${grant.level === level}
    @change=${() => set(level)} /><span>${name}</span></label></td>`;
}

/** What else there is to know of a tool: what was saved, what the company's levels give, what the app asks for. */
function notes(page: Page, tool: ShownTool, { saved, company, asked }: MatrixOptions, changed: boolean): readonly Maybe[] {
  const { t, say } = page;
  const by = grantOf(company, tool.id);
  const wish = grantOf(asked, tool.id);
  const some = ({ level, actions }: Grant) => level !== 'none' || actions.length > 0;
  return [
    changed ? html`<span class="note was">${say(t.rights.was, { level: grantText(page, tool.id, grantOf(saved, tool.id)) })}</span>` : nothing,
    some(by) ? html`<span class="note">${say(t.rights.byCompany, { level: grantText(page, tool.id, by) })}</span>` : nothing,
    some(wish) ? html`<span class="note asked">${say(t.rights.asked, { level: grantText(page, tool.id, wish) })}</span>` : nothing,
  ];
}

function actions(page: Page, tool: ShownTool, grant: Grant, { company, set }: MatrixOptions): Maybe {
  const { t, say } = page;
  if (tool.actions === undefined || tool.actions.length === 0) return nothing;
  const by = grantOf(company, tool.id);
  const level = holds(by.level, grant.level) ? by.level : grant.level;
  return html`<tr role="row" class="actions-of" data-name=${tool.name}><td role="gridcell" colspan="5">
    ${tool.actions.map(({ id, name, included_from }) => {
      const included = includes(tool, level, id);
      const change = (event: Event) => {
        const others = grant.actions.filter((action) => action !== id);
        set(tool.id, { ...grant, actions: (event.target as HTMLInputElement).checked ? [...others, id] : others });
      };
      return html`<label class="check"><input type="checkbox" aria-label="${tool.name}: ${name}" .checked=${included || grant.actions.includes(id)} ?disabled=${included} @change=${change} />
        <span dir="auto">${name}</span>${included && included_from !== undefined ? html`<span class="note">${say(t.rights.included, { level: say(t.page.level[included_from]) })}</span>` : nothing}</label>`;
    })}</td></tr>`;
}

/** What is granted on a tool, in words. */
export function grantText(page: Page, tool: string, { level, actions }: Grant): string {
  const { t, say } = page;
  return [say(t.page.level[level]), ...actions.map((action) => actionName(page, tool, action))].join(' + ');
}

/** A place: the company, or a project by its id. */
export function placeName({ t, say }: Page, place: string): string {
  return place === COMPANY ? say(t.rights.company) : place;
}

export function toolName({ administration }: Page, tool: string): string {
  return administration.catalogue?.tools.find(({ id }) => id === tool)?.name ?? tool;
}

export function actionName({ administration }: Page, tool: string, action: string): string {
  const { actions = [] } = administration.catalogue?.tools.find(({ id }) => id === tool) ?? {};
  return actions.find(({ id }) => id === action)?.name ?? action;
}
