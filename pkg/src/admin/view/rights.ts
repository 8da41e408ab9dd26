// What an account may do, in the company and by project: where, the matrix, and what stands around it.
import { html, nothing } from 'lit';
import type { Levels } from '../../principal.js';
import { COMPANY } from '../model/drafts.js';
import type { Rights } from '../model/rights.js';
import { grantText, matrix, placeName, toolName } from './matrix.js';
import { failed } from './ask.js';
import { barred, button, field, lacking, loading, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { conflictView, dialogs, jobView } from './rights-change.js';

export function rightsView(page: Page, rights: Rights): Maybe {
  const why = lacking(page, 'administer_directory');
  if (why !== undefined) return html`<p class="notice plain">${why}</p>`;
  const inDialog = rights.preview !== undefined || page.open.has('assign');
  const trouble = html`${inDialog ? nothing : failed(page, rights, () => void rights.reload())}${troubled(page, rights.insight)}`;
  if (rights.complete === undefined) return html`${trouble}${rights.trouble === undefined ? loading(page) : nothing}`;
  return html`
    ${jobView(page, rights)}
    ${conflictView(page, rights)}
    ${trouble}
    <div class="rights">
      ${places(page, rights)}
      <section class="stack" aria-label=${placeName(page, rights.place)}>${place(page, rights)}</section>
    </div>
    ${bar(page, rights)}
    ${dialogs(page, rights)}
  `;
}

/** The company and the projects, and the form that adds some. */
function places(page: Page, rights: Rights): View {
  const { t, say, open, toggle } = page;
  const { adding, trouble, changes, conflicts } = rights;
  const copied = rights.place !== COMPANY && open.has('copy') ? rights.levels() : {};
  const add = (event: Event) => {
    event.preventDefault();
    void rights.add(copied);
  };
  const problem = adding === '' ? undefined : trouble?.errors.find(({ pointer }) => pointer.startsWith('/projects'))?.detail;
  return html`<nav class="places" aria-label=${say(t.rights.place)}>
    <ul>${rights.places.map((place) => html`<li><button type="button" aria-current=${place === rights.place ? 'true' : nothing} @click=${() => rights.visit(place)}>
      <span dir="auto">${placeName(page, place)}</span>
      ${changes.has(place) ? html`<span class="count ${conflicts.has(place) ? 'conflict' : ''}">${say(t.rights.changed, { count: changes.get(place) ?? 0 })}</span>` : nothing}</button></li>`)}</ul>
    ${rights.complete === false ? button(page, say(t.page.more), () => void rights.more(), { of: rights, action: 'more' }) : nothing}
    <form class="add" novalidate @submit=${add}>
      ${field(page, 'add', say(t.rights.add), { hint: say(t.rights.addHint), problem }, ({ id, describedBy, invalid }) => html`<div class="join">
        <input id=${id} autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby=${describedBy} aria-invalid=${invalid} .value=${adding}
          @input=${(event: Event) => rights.enterAdding((event.target as HTMLInputElement).value)} />
        ${button(page, say(t.rights.addAction), undefined, { type: 'submit', of: rights, action: 'add' })}</div>`)}
      ${rights.place === COMPANY ? nothing : html`<label class="check"><input type="checkbox" .checked=${open.has('copy')} @change=${() => toggle('copy')} />
        <span>${say(t.rights.addCopy, { project: rights.place })}</span></label>`}
    </form>
  </nav>`;
}

function place(page: Page, rights: Rights): View {
  const { t, say } = page;
  const inCompany = rights.place === COMPANY;
  return html`
    <div class="head"><div><h2 dir="auto">${placeName(page, rights.place)}</h2><p class="muted">${say(inCompany ? t.rights.companyHint : t.rights.projectHint)}</p></div>
      ${Object.keys(rights.levels()).length === 0 ? nothing : button(page, say(t.rights.clear), () => rights.fill({}))}</div>
    <div class="beside">${template(page, rights)}${request(page, rights)}</div>
    ${matrix(page, {
      label: placeName(page, rights.place),
      tools: rights.tools(),
      levels: rights.levels(),
      saved: rights.saved(),
      company: inCompany ? undefined : rights.levels(COMPANY),
      asked: asked(page, rights),
      search: rights.search,
      find: (text) => rights.find(text),
      set: (tool, grant) => rights.set(tool, grant),
    })}
    ${effective(page, rights)}`;
}

/** What the app asks for in the place that is looked at. */
function asked({ administration }: Page, { of, place }: Rights): Levels | undefined {
  const { account } = of;
  if (account?.app_type !== 'marketplace') return undefined;
  const requests = administration.catalogue?.apps.find(({ id }) => id === account.app)?.requests;
  return place === COMPANY ? requests?.company : requests?.project;
}

function request(page: Page, rights: Rights): Maybe {
  const { t, say, administration } = page;
  const { account } = rights.of;
  const levels = asked(page, rights);
  if (account?.app_type !== 'marketplace' || levels === undefined) return nothing;
  const app = administration.catalogue?.apps.find(({ id }) => id === account.app)?.name ?? account.app;
  const found = rights.insight.requested(rights.place);
  const { missing = [], beyond = [] } = found ?? {};
  const { request } = t.rights;
  return html`<div class="fact"><p><strong>${say(request.title, { app })}</strong><br />
    <span class="muted">${found === undefined ? nothing : missing.length + beyond.length === 0 ? say(request.fits) : html`
      ${missing.length === 0 ? nothing : html`<span title=${missing.map(({ tool }) => toolName(page, tool)).join(', ')}>${say(request.missing, { count: missing.length })}</span>`}
      ${beyond.length === 0 ? nothing : html`<span title=${beyond.map(({ tool }) => toolName(page, tool)).join(', ')}>${say(request.beyond, { count: beyond.length })}</span>`}`}</span></p>
    ${button(page, say(request.set), () => rights.fill(levels))}</div>`;
}

function template(page: Page, rights: Rights): View {
  const { t, say, administration, toggle } = page;
  const { assigned } = rights;
  const known = administration.templates.items.find(({ template_id }) => template_id === assigned?.template_id);
  const name = known?.name ?? (administration.templates.complete ? say(t.rights.template.gone) : '…');
  const open = () => {
    void rights.templates();
    toggle('assign', true);
  };
  return html`<div class="fact"><p><strong dir="auto">${assigned ? say(t.rights.template.on, { name }) : say(t.rights.template.none)}</strong>
    ${assigned && known && known.revision !== assigned.revision ? html`<br /><span class="muted">${say(t.rights.template.old)}</span>` : nothing}</p>
    ${button(page, `${say(t.rights.template.assign)}…`, open, { of: rights, action: 'assign' })}</div>`;
}

/** What is in force, read when it is unfolded: what was saved, not what was entered. */
function effective(page: Page, rights: Rights): View {
  const { t, say } = page;
  const { insight, place } = rights;
  const found = insight.effective(place);
  const unfold = (event: Event) => void insight.unfold((event.target as HTMLDetailsElement).open, place);
  return html`<details class="effective" @toggle=${unfold}><summary>${say(t.rights.effective)}</summary>
    ${found === undefined ? (insight.busy === undefined ? nothing : loading(page)) : found.tools.length === 0 ? html`<p class="muted">${say(t.rights.nothing)}</p>` : html`<ul class="in-force">${found.tools.map(({ tool, level, from, actions = [] }) => html`<li>
      <span dir="auto">${toolName(page, tool)}</span><span><strong>${grantText(page, tool, { level, actions: actions.map(({ action }) => action) })}</strong>
      ${from === undefined || place === COMPANY ? nothing : html`<span class="muted">${say(t.rights.from[from])}</span>`}</span></li>`)}</ul>`}</details>`;
}

/** Stands below as long as something was entered. */
function bar(page: Page, rights: Rights): Maybe {
  const { t, say, toggle } = page;
  const count = [...rights.changes.values()].reduce((sum, changes) => sum + changes, 0);
  if (count === 0) return nothing;
  const why = rights.job.progress?.state === 'open' ? say(t.rights.job.wait) : undefined;
  return html`<div class="bar" role="region" aria-label=${say(t.rights.unsaved, { count })}><span role="status">${say(t.rights.unsaved, { count })}</span>
    ${button(page, say(t.rights.discard), () => toggle('discard-rights', true))}
    ${button(page, say(t.rights.review), () => void rights.review(), { kind: 'primary', of: rights, action: 'review', why: why ?? barred(page, rights.of.allowed?.configure) })}</div>`;
}
