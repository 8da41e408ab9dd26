// The levels that a new account begins with. All of what is to be granted has its place on the account; here are the few that one knows already.
import { html, nothing } from 'lit';
import type { Level, Levels } from '../../principal.js';
import type { Creation } from '../model/creation.js';
import { lacking, type Maybe } from './part.js';
import type { Page, View } from './page.js';

export function beginning(page: Page, form: Creation): View {
  const { t, say } = page;
  const lacks = lacking(page, 'administer_directory');
  return html`<fieldset><legend>${say(t.creation.rights)} <span class="muted">(${say(t.page.optional)})</span></legend>
    <p class="hint">${lacks ?? say(t.creation.rightsHint)}</p>
    ${requested(page, form, lacks !== undefined)}
    ${lacks === undefined ? chosen(page, form) : nothing}
    ${problem(page, form)}
  </fieldset>`;
}

/** What the app asks for, beside what is to be granted. */
function requested(page: Page, form: Creation, lacking: boolean): Maybe {
  const { t, say, administration } = page;
  const { app, app_type, levels } = form.entered;
  if (app_type === 'custom' || app === '') return nothing;
  const { company = {}, project = {} } = form.requests ?? {};
  const name = administration.catalogue?.apps.find(({ id }) => id === app)?.name ?? app;
  const [ofCompany, ofProject] = [Object.entries(company), Object.entries(project)];
  if (ofCompany.length + ofProject.length === 0) return html`<p>${say(t.creation.asksNothing, { app: name })}</p>`;
  const all = ofCompany.every(([tool, level]) => JSON.stringify(levels[tool]) === JSON.stringify(level));
  const grant = (event: Event) => form.enter('levels', (event.target as HTMLInputElement).checked ? { ...levels, ...company } : without(levels, company));
  return html`<div class="card requests">
    <p class="strong">${say(t.creation.asks, { app: name })}</p>
    ${ofCompany.length === 0 ? nothing : html`<p class="label">${say(t.creation.inCompany)}</p><ul class="plainlist">${ofCompany.map((each) => asked(page, each))}</ul>
      <label class="check"><input type="checkbox" .checked=${all} ?disabled=${lacking} @change=${grant} />${say(t.creation.grantAsked)}</label>`}
    ${ofProject.length === 0 ? nothing : html`<p class="label">${say(t.creation.inProjects)}</p><ul class="plainlist">${ofProject.map((each) => asked(page, each))}</ul>
      <p class="hint">${say(t.creation.projectsLater)}</p>`}
  </div>`;
}

/** A tool with the level and the actions that are asked for. */
function asked(page: Page, [tool, wanted]: [string, Levels[string]]): View {
  const { t, say } = page;
  const { level, actions } = typeof wanted === 'string' ? { level: wanted, actions: [] } : { level: wanted?.level ?? 'none', actions: wanted?.actions ?? [] };
  const known = page.administration.catalogue?.tools.find(({ id }) => id === tool);
  const names = actions.map((action) => known?.actions?.find(({ id }) => id === action)?.name ?? action);
  return html`<li><span dir="auto">${known?.name ?? tool}</span> <strong>${[say(t.page.level[level as Level]), ...names].join(', ')}</strong></li>`;
}

/** The levels that were chosen, and another tool to choose one for. */
function chosen(page: Page, form: Creation): View {
  const { t, say, administration } = page;
  const tools = administration.catalogue?.tools ?? [];
  const { levels } = form.entered;
  const add = (event: Event) => {
    const select = event.target as HTMLSelectElement;
    const [lowest] = tools.find(({ id }) => id === select.value)?.levels ?? [];
    if (lowest !== undefined) form.grantLevel(select.value, lowest);
    select.value = '';
  };
  const rest = tools.filter(({ id }) => !(id in levels));
  return html`<ul class="granting">${tools.filter(({ id }) => id in levels).map((tool) => {
      const set = (event: Event) => form.grantLevel(tool.id, (event.target as HTMLSelectElement).value as Level);
      const now = levels[tool.id];
      const level = typeof now === 'string' ? now : (now?.level ?? 'none');
      return html`<li><label for="level-${tool.id}" dir="auto">${tool.name}</label><select id="level-${tool.id}" @change=${set} part="input">
        ${(['none', ...tool.levels] as const).map((each) => html`<option value=${each} ?selected=${each === level}>${say(t.page.level[each])}</option>`)}</select></li>`;
    })}</ul>
    ${rest.length === 0 ? nothing : html`<select class="adding" aria-label=${say(t.creation.addTool)} @change=${add} part="input"><option value="">${say(t.creation.addTool)}</option>
      ${rest.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select>`}`;
}

function problem({ rule }: Page, form: Creation): Maybe {
  const said = form.problem('levels');
  return said === undefined ? nothing : html`<p class="problem" role="alert">${rule(said)}</p>`;
}

/** Levels without those on the tools of others. */
function without(levels: Levels, others: Levels): Levels {
  return Object.fromEntries(Object.entries(levels).filter(([tool]) => !(tool in others)));
}
