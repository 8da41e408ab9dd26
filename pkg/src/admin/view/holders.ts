// Who can: the accounts that hold a level or an action on a tool.
import { html, nothing } from 'lit';
import type { Holder } from '../../accounts/permission.js';
import type { HolderList } from '../model/holders.js';
import { shortId } from './list.js';
import { button, field, lacking, loading, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { searched } from './searched.js';

export function holdersView(page: Page, holders: HolderList): View {
  const { t, say } = page;
  const lacks = lacking(page, 'administer_directory');
  return html`<div class="head"><h1 tabindex="-1">${say(t.holders.title)}</h1><p class="lead">${say(t.holders.lead)}</p></div>
    ${lacks === undefined ? html`${question(page, holders)}${troubled(page, holders)}${found(page, holders)}` : html`<div class="empty"><p>${lacks}</p></div>`}`;
}

function question(page: Page, holders: HolderList): View {
  const { t, say, administration } = page;
  const { asked, tool, levels } = holders;
  const chosen = (event: Event) => (event.target as HTMLSelectElement).value;
  const level = (level: keyof typeof t.page.level) => say(t.holders.level, { level: say(t.page.level[level]) });
  const of = { ...asked.what };
  return html`<div class="card asked" part="form">
    ${field(page, 'holders-tool', say(t.holders.tool), {}, ({ id }) => html`<select id=${id} part="input" @change=${(event: Event) => void holders.ask({ tool: chosen(event) })}>
      ${asked.tool === '' ? html`<option value="" selected>${say(t.holders.choose)}</option>` : nothing}
      ${administration.catalogue?.tools.map(({ id, name }) => html`<option value=${id} ?selected=${id === asked.tool}>${name}</option>`)}</select>`)}
    ${tool === undefined ? nothing : field(page, 'holders-what', say(t.holders.what), {}, ({ id }) => html`<select id=${id} part="input" @change=${(event: Event) => {
      const [kind, ...value] = chosen(event).split(' ');
      void holders.ask({ what: kind === 'action' ? { action: value.join(' ') } : { level: levels.find((level) => level === value[0]) ?? 'read_only' } });
    }}>
      ${levels.map((each) => html`<option value="level ${each}" ?selected=${'level' in of && of.level === each}>${level(each)}</option>`)}
      ${tool.actions?.map((each) => html`<option value="action ${each.id}" ?selected=${'action' in of && of.action === each.id}>${each.name}</option>`)}</select>`)}
    ${tool?.scope === 'project' ? field(page, 'holders-project', say(t.holders.project), { optional: true, hint: say(t.holders.projectHint) }, ({ id, describedBy }) => html`<input id=${id}
      autocomplete="off" spellcheck="false" dir="auto" aria-describedby=${describedBy} part="input" ${searched(asked.project, (project) => void holders.ask({ project: project.trim() }))} />`) : nothing}
  </div>`;
}

function found(page: Page, holders: HolderList): Maybe {
  const { t, say } = page;
  const { items, complete, trouble, busy, asked } = holders;
  if (asked.what === undefined) return nothing;
  if (items.length === 0 && complete !== true) return trouble === undefined ? loading(page) : nothing;
  if (items.length === 0) return html`<div class="empty" role="status"><h2>${say(t.holders.empty)}</h2><p>${say(t.holders.emptyText)}</p></div>`;
  return html`<div class="table" part="table" aria-busy=${busy === 'more'}><table class="cards" role="table" aria-label=${say(t.holders.title)}>
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${say(t.holders.account)}</th><th scope="col" role="columnheader">${say(t.holders.held)}</th>
        <th scope="col" role="columnheader">${say(t.holders.by)}</th></tr></thead>
      <tbody role="rowgroup">${items.map((holder) => row(page, holder))}</tbody></table></div>
    ${complete === false ? html`<div>${button(page, say(t.page.more), () => void holders.more(), { of: holders, action: 'more' })}</div>` : nothing}`;
}

function row({ t, say, href }: Page, { client_id, name, functional, level, rule }: Holder): View {
  return html`<tr role="row"><th scope="row" role="rowheader"><a href=${href({ screen: 'account', clientId: client_id, side: 'rights' })} dir="auto">${name}</a><br />
      <code class="small muted" dir="ltr" title=${client_id}>${shortId(client_id)}</code>${functional ? nothing : html`<br /><span class="small warning">${say(t.holders.stopped)}</span>`}</th>
    <td role="cell" data-label=${say(t.holders.held)}>${say(t.page.level[level])}</td><td role="cell" data-label=${say(t.holders.by)}>${say(t.holders.rule[rule])}</td></tr>`;
}
