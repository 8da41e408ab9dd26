// A change of permissions on its way: what it would do, what another did meanwhile, and how far a job has come.
import { html, nothing } from 'lit';
import type { LevelChange } from '../../accounts/permission.js';
import { COMPANY } from '../model/drafts.js';
import { LEVELS, type GrantConflict } from '../model/levels.js';
import type { Rights } from '../model/rights.js';
import { arrived } from './arrived.js';
import { failed, reasonField } from './ask.js';
import { actionName, grantText, placeName, toolName } from './matrix.js';
import { barred, button, dialog, loading, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';

/** From how many projects on a change is done by and by. */
const MANY = 20;

export function dialogs(page: Page, rights: Rights): readonly Maybe[] {
  return [discard(page, rights), rights.preview === undefined ? choose(page, rights) : preview(page, rights, rights.preview)];
}

function discard(page: Page, rights: Rights): Maybe {
  const { t, say, open, toggle } = page;
  if (!open.has('discard-rights')) return nothing;
  const close = () => toggle('discard-rights', false);
  const done = () => {
    rights.discard();
    close();
  };
  return dialog(page, say(t.rights.discardAll), close, changes(page, rights), html`
    ${button(page, say(t.rights.discard), done, { kind: 'danger' })}${button(page, say(t.page.back), close, { kind: 'primary' })}`);
}

function changes(page: Page, rights: Rights): View {
  return html`<ul class="items">${[...rights.changes].map(([place, count]) => html`<li><span dir="auto">${placeName(page, place)}</span>: ${page.say(page.t.rights.changed, { count })}</li>`)}</ul>`;
}

/** Which template is to be assigned to the place that is looked at. */
function choose(page: Page, rights: Rights): Maybe {
  const { t, say, open, toggle, administration, href } = page;
  if (!open.has('assign')) return nothing;
  const close = () => toggle('assign', false);
  const { templates, catalogue } = administration;
  const ofCompany = (levels: object) => rights.place !== COMPANY && catalogue?.tools.some(({ id, scope }) => scope === 'company' && id in levels);
  const take = (each: (typeof templates.items)[number]) => void rights.review(each).then(close);
  return dialog(page, say(t.rights.template.choose), close, html`
    ${failed(page, rights, () => void rights.reload())}${troubled(page, templates)}
    <p class="muted">${say(t.rights.template.replaces, { place: placeName(page, rights.place) })}</p>
    ${templates.complete === undefined && templates.trouble === undefined ? loading(page) : nothing}
    ${templates.complete && templates.items.length === 0 ? html`<p>${say(t.rights.template.empty)} <a href=${href({ screen: 'templates' })}>${say(t.rights.template.make)}</a></p>` : nothing}
    <ul class="items side">${templates.items.map((each) => html`<li><span><strong dir="auto">${each.name}</strong><br />
      <span class="muted">${say(t.templates.count, { count: Object.keys(each.levels).length })}</span></span>
      ${button(page, say(t.rights.template.take), () => take(each), { of: rights, why: ofCompany(each.levels) ? say(t.rights.template.companyTools) : undefined })}</li>`)}</ul>
    ${templates.complete === false ? button(page, say(t.page.more), () => void rights.moreTemplates(), { of: templates, action: 'more' }) : nothing}`,
    button(page, say(t.page.cancel), close));
}

/** What is added and what is taken away, before it is saved. */
function preview(page: Page, rights: Rights, changes: readonly LevelChange[]): View {
  const { t, say, announce, toggle } = page;
  const { assigning, of } = rights;
  const projects = assigning === undefined ? (rights.wish.projects?.length ?? 0) : 0;
  const save = async () => {
    const done = await (assigning === undefined ? rights.save(of.reason.trim()) : rights.assign(of.reason.trim()));
    if (!done) return;
    of.explain('');
    toggle('copy', false);
    // Of many projects it is told how far they are.
    if (projects <= MANY) announce(say(assigning === undefined ? t.rights.saved : t.rights.assigned));
  };
  const busy = rights.job.busy === 'begin' ? rights.job : rights;
  const list = (title: string, kind: string, some: readonly LevelChange[]) => (some.length === 0 ? nothing : html`<div class="change ${kind}"><h3>${title}</h3><ul>${some.map((each) => change(page, each))}</ul></div>`);
  return dialog(page, say(assigning === undefined ? t.rights.preview.title : t.rights.preview.assign, { name: assigning?.name ?? '' }), () => rights.close(), html`
    ${failed(page, rights, () => void rights.reload())}${rights.job.trouble === undefined ? nothing : troubled(page, rights.job)}
    ${changes.length === 0 ? html`<p>${say(t.rights.preview.none)}</p>` : nothing}
    ${list(say(t.rights.preview.gains), 'gains', changes.filter(gains))}
    ${list(say(t.rights.preview.loses), 'loses', changes.filter((each) => !gains(each)))}
    ${projects > MANY ? html`<p class="notice plain">${say(t.rights.preview.many, { count: projects })}</p>` : nothing}
    ${reasonField(page, of, true)}`, html`
    ${button(page, say(t.page.back), () => rights.close())}
    ${button(page, say(assigning === undefined ? t.rights.preview.save : t.rights.preview.assignAction), () => void save(), { kind: 'primary', of: busy, action: assigning === undefined ? busy.busy ?? 'save' : 'assign', why: barred(page, of.allowed?.configure) })}`);
}

/** Whether anything is held after it that was not held before. */
function gains({ from, to, granted = [] }: LevelChange): boolean {
  return LEVELS.indexOf(to) > LEVELS.indexOf(from) || granted.length > 0;
}

function change(page: Page, { tool, project = COMPANY, from, to, granted = [], withdrawn = [] }: LevelChange): View {
  const { t, say } = page;
  const level = (each: typeof from) => say(t.page.level[each]);
  const names = (actions: readonly string[]) => actions.map((action) => actionName(page, tool, action)).join(', ');
  const parts = [
    from === to ? '' : say(t.rights.becomes, { from: level(from), to: level(to) }),
    granted.length === 0 ? '' : say(t.rights.gains, { actions: names(granted) }),
    withdrawn.length === 0 ? '' : say(t.rights.losesActions, { actions: names(withdrawn) }),
  ];
  return html`<li><span><strong dir="auto">${toolName(page, tool)}</strong> <span class="muted" dir="auto">${placeName(page, project)}</span></span><span>${parts.filter(Boolean).join(', ')}</span></li>`;
}

/** Both sides of what two administrators changed at once. */
export function conflictView(page: Page, rights: Rights): Maybe {
  if (rights.conflicts.size === 0) return nothing;
  return grantConflicts(page, [...rights.conflicts], (place, tool, grant) => rights.set(tool, grant, place));
}

/** `places`: where there is only one, it is not named. */
export function grantConflicts(page: Page, places: readonly (readonly [string, readonly GrantConflict[]])[], set: (place: string, tool: string, grant: GrantConflict['mine']) => void): View {
  const { t, say } = page;
  const { conflict } = t.rights;
  const row = (place: string, { tool, mine, theirs, both }: GrantConflict) => html`<tr>
    <th scope="row"><span dir="auto">${toolName(page, tool)}</span>${places.length === 1 ? nothing : html`<br /><span class="note">${placeName(page, place)}</span>`}</th>
    <td><div class="row"><span>${grantText(page, tool, theirs)}</span>${both ? button(page, say(conflict.take), () => set(place, tool, theirs)) : nothing}</div></td>
    <td>${both ? html`<div class="row"><span>${grantText(page, tool, mine)}</span>${button(page, say(conflict.keep), () => set(place, tool, mine))}</div>` : html`<em>${say(conflict.took)}</em>`}</td></tr>`;
  return html`<div class="notice conflict" role="alert" tabindex="-1" ${arrived()}><h2>${say(conflict.title)}</h2><p>${say(conflict.text)}</p>
    <div class="table"><table class="sides"><thead><tr><th scope="col">${say(t.rights.tool)}</th><th scope="col">${say(conflict.theirs)}</th><th scope="col">${say(conflict.mine)}</th></tr></thead>
    <tbody>${places.flatMap(([place, conflicts]) => conflicts.map((each) => row(place, each)))}</tbody></table></div></div>`;
}

/** How far a change of many projects has come; it goes on after the page was loaded again. */
export function jobView(page: Page, { job }: Rights): Maybe {
  const { t, say } = page;
  const { progress } = job;
  if (progress === undefined) return nothing;
  const { done, total, state } = progress;
  if (state === 'done') return html`<div class="notice plain" role="status"><p>${say(t.rights.job.done, { count: total })}</p><p class="actions">${button(page, say(t.page.close), () => job.close())}</p></div>`;
  return html`<div class="notice plain"><h2 id="job">${say(t.rights.job.title)}</h2>
    <progress max=${total} .value=${done} aria-labelledby="job"></progress><p role="status">${say(t.rights.job.progress, { done, total })}</p>
    ${troubled(page, job)}</div>`;
}
