// The list of accounts.
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Account, AccountState } from '../../account.js';
import type { AccountList, Filter } from '../model/list.js';
import { button, loading, moment, stateBadge, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { gap, inSight, type Sight } from './scrolled.js';

/** The height of each row, in pixels: all have the same, so that a place in ten thousand is a product. */
const ROW = 68;
const COLUMNS = 6;
const STATES: readonly AccountState[] = ['functional', 'disabled', 'expired', 'broken'];
const UNUSED = [30, 90, 365];

/** What of the list is in sight; a view of its own, since nobody else asks. */
let sight: Sight = { first: 0, count: 30 };

export function listView(page: Page, list: AccountList): View {
  const { t, say, go } = page;
  return html`
    <div class="head">
      <h1 tabindex="-1">${say(t.page.title)}</h1>
      ${button(page, `+ ${say(t.page.new)}`, () => go({ screen: 'new' }), { kind: 'primary', needs: 'administer_accounts', part: 'new' })}
    </div>
    ${search(page, list)}
    ${troubled(page, list)}
    ${found(page, list)}
  `;
}

function search(page: Page, { filter, complete, items }: AccountList): View {
  const { t, say, go, administration } = page;
  const set = (change: Filter) => go({ screen: 'list', filter: { ...filter, ...change } });
  const chosen = (event: Event) => (event.target as HTMLSelectElement).value || undefined;
  const apps = administration.catalogue?.apps ?? [];
  return html`<search class="filters" part="filters">
    <input id="search" type="search" autocomplete="off" .value=${filter.name ?? ''} placeholder=${say(t.list.search)} aria-label=${say(t.list.search)}
      title=${say(t.list.searchHint)} aria-keyshortcuts="/" @input=${(event: Event) => set({ name: chosen(event) })} />
    <select aria-label=${say(t.list.state)} @change=${(event: Event) => set({ state: chosen(event) as AccountState | undefined })}>
      <option value="" ?selected=${!filter.state}>${say(t.list.state)}: ${say(t.list.any)}</option>
      ${STATES.map((state) => html`<option value=${state} ?selected=${filter.state === state}>${say(t.page.state[state])}</option>`)}
    </select>
    ${apps.length === 0 ? nothing : html`<select aria-label=${say(t.list.app)} @change=${(event: Event) => set({ app: chosen(event) })}>
      <option value="" ?selected=${!filter.app}>${say(t.list.app)}: ${say(t.list.any)}</option>
      ${apps.map(({ id, name }) => html`<option value=${id} ?selected=${filter.app === id}>${name}</option>`)}
    </select>`}
    <select aria-label=${say(t.list.unused)} @change=${(event: Event) => set({ unusedDays: Number(chosen(event)) || undefined })}>
      <option value="" ?selected=${!filter.unusedDays}>${say(t.list.unused)}: ${say(t.list.any)}</option>
      ${UNUSED.map((days) => html`<option value=${days} ?selected=${filter.unusedDays === days}>${say(t.list.unused)} ${say(t.list.unusedDays, { count: days })}</option>`)}
    </select>
    <label class="check"><input type="checkbox" .checked=${filter.attention === true}
      @change=${(event: Event) => set({ attention: (event.target as HTMLInputElement).checked || undefined })} />${say(t.list.attention)}</label>
    <p class="muted count" role="status">${complete === undefined ? nothing : say(complete ? t.list.count : t.list.countSoFar, { count: items.length })}</p>
  </search>`;
}

function found(page: Page, list: AccountList): Maybe {
  const { t, say, go } = page;
  if (list.items.length === 0 && list.complete !== true) return list.trouble === undefined ? loading(page) : nothing;
  if (list.items.length > 0) return table(page, list);
  const { filter } = list;
  const filtered = Object.values(filter).some(Boolean);
  const { title, text } = filter.attention === true ? t.list.allWell : filtered ? t.list.nothing : t.list.empty;
  const action = filtered
    ? button(page, say(t.list.clear), () => go({ screen: 'list', filter: {} }))
    : button(page, say(t.list.empty.action), () => go({ screen: 'new' }), { needs: 'administer_accounts' });
  return html`<div class="empty"><h2>${say(title)}</h2><p>${say(text)}</p>${action}</div>`;
}

function table(page: Page, list: AccountList): View {
  const { t, say } = page;
  const { columns } = t.list;
  const { items } = list;
  const first = Math.min(sight.first, Math.max(0, items.length - sight.count));
  const drawn = items.slice(first, first + sight.count);
  const seen = (now: Sight) => {
    sight = now;
    page.redraw();
    if (now.first + now.count >= items.length) void list.more();
  };
  return html`<div class="table"><table aria-rowcount=${list.complete ? items.length + 1 : -1} class="accounts">
    <thead><tr><th scope="col">${say(columns.name)}</th><th scope="col">${say(columns.state)}</th><th scope="col" class="wide">${say(columns.type)}</th>
      <th scope="col" class="wide">${say(columns.lastUse)}</th><th scope="col" class="wide">${say(columns.ends)}</th><th scope="col" class="wide">${say(columns.owner)}</th></tr></thead>
    <tbody ${inSight(ROW, seen)}>
      ${gap(first, ROW, COLUMNS)}
      ${repeat(drawn, ({ client_id }) => client_id, (account, index) => row(page, account, first + index + 2))}
      ${gap(items.length - first - drawn.length, ROW, COLUMNS)}
    </tbody>
  </table></div>`;
}

function row(page: Page, account: Account, index: number): View {
  const { t, say, href } = page;
  const place = href({ screen: 'account', clientId: account.client_id, side: 'overview' });
  return html`<tr class="account" aria-rowindex=${index}>
    <th scope="row"><a class="name" href=${place} dir="auto">${account.name}</a><code class="id">${account.client_id}</code></th>
    <td>${stateBadge(page, account.state)}<span class="advice">${advice(page, account)}</span></td>
    <td class="wide">${say(t.page.appType[account.app_type])}${account.app_type === 'marketplace' ? html`<span class="advice">${appName(page, account.app)}</span>` : nothing}</td>
    <td class="wide">–</td>
    <td class="wide">${account.expires_at === undefined ? say(t.page.never) : moment(page, account.expires_at)}</td>
    <td class="wide" dir="auto">${account.owner ?? nothing}</td>
  </tr>`;
}

/** Why it does not work and what to do, in a line. */
export function advice(page: Page, { reasons, disabled, expires_at }: Account): Maybe {
  const { t, say, format, administration } = page;
  const [first] = reasons;
  if (first === undefined) return nothing;
  const since = first.since === undefined ? '' : format.distance(first.since, administration.now());
  if (first.reason === 'disabled') return say(t.list.advice.disabled, { since, reason: disabled?.reason ?? '' });
  if (first.reason === 'expired') return say(t.list.advice.expired, { since: format.distance(expires_at ?? first.since ?? '', administration.now()) });
  return say(t.list.advice[first.reason]);
}

/** The name of an app of the catalogue; its id once it is there no more. */
export function appName({ administration }: Page, app: string): string {
  return administration.catalogue?.apps.find(({ id }) => id === app)?.name ?? app;
}
