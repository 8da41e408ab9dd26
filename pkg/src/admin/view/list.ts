// The list of accounts.
import { html, nothing } from 'lit';
import type { Account, AccountState, Attention } from '../../account.js';
import type { AccountList, Filter } from '../model/list.js';
import { button, lacking, loading, moment, stateBadge, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { scrolled } from './scrolled.js';
import { searched } from './searched.js';
import { spark } from './spark.js';

const STATES: readonly AccountState[] = ['functional', 'disabled', 'expired', 'broken'];
const UNUSED = [30, 90, 365];

export function listView(page: Page, list: AccountList): View {
  const { t, say, go } = page;
  const lacks = lacking(page, 'administer_accounts');
  return html`
    <div class="head">
      <h1 tabindex="-1">${say(t.page.title)}</h1>
      ${button(page, `+ ${say(t.page.new)}`, () => go({ screen: 'new' }), { kind: 'primary', needs: 'administer_accounts', part: 'new' })}
    </div>
    ${lacks === undefined ? html`${filters(page, list)}${troubled(page, list)}${found(page, list)}` : html`<div class="empty"><h2>${say(t.list.unseen)}</h2><p>${lacks}</p>
      ${page.administration.may('administer_directory') ? html`<a class="button" href=${page.href({ screen: 'contacts' })} part="button">${say(t.page.tabs.contacts)}</a>` : nothing}</div>`}
  `;
}

function filters(page: Page, { filter }: AccountList): View {
  const { t, say, go, administration } = page;
  const set = (change: Filter) => go({ screen: 'list', filter: { ...filter, ...change } });
  const apps = administration.catalogue?.apps ?? [];
  return html`<search class=${page.open.has('filters') ? 'filters unfolded' : 'filters'} part="filters">
    <input id="search" type="search" autocomplete="off" spellcheck="false" enterkeyhint="search" placeholder=${say(t.list.search)} aria-label=${say(t.list.search)}
      title=${say(t.list.searchHint)} aria-keyshortcuts="/" dir="auto" part="input" ${searched(filter.name ?? '', (name) => set({ name: name || undefined }))} />
    ${choice(page, t.list.state, filter.state, STATES.map((state) => [state, say(t.page.state[state])]), (state) => set({ state: state as AccountState | undefined }))}
    ${apps.length === 0 ? nothing : choice(page, t.list.app, filter.app, apps.map(({ id, name }) => [id, name]), (app) => set({ app }))}
    ${choice(page, t.list.unused, filter.unusedDays?.toString(), unused(page, filter), (days) => set({ unusedDays: Number(days) || undefined }))}
    <input class="owner" autocomplete="off" spellcheck="false" placeholder=${say(t.list.ownerIs)} aria-label=${say(t.list.ownerIs)} dir="auto" part="input"
      ${searched(filter.owner ?? '', (owner) => set({ owner: owner || undefined }))} />
    <button type="button" class="chip unfold" aria-expanded=${page.open.has('filters')} @click=${() => page.toggle('filters')}>${say(t.list.filters)}</button>
    <label class="chip"><input type="checkbox" .checked=${filter.attention === true}
      @change=${(event: Event) => set({ attention: (event.target as HTMLInputElement).checked || undefined })} />${say(t.list.attention)}</label>
  </search>`;
}

/** A filter of a few values, of which the first stands for all. */
function choice(page: Page, label: Page['t']['list']['state'], now: string | undefined, values: readonly (readonly [string, string])[], set: (value: string | undefined) => void): View {
  const { t, say } = page;
  const name = say(label);
  return html`<select aria-label=${name} part="input" @change=${(event: Event) => set((event.target as HTMLSelectElement).value || undefined)}>
    <option value="" ?selected=${!now}>${say(t.list.anyOf, { name, value: say(t.list.every) })}</option>
    ${values.map(([value, text]) => html`<option value=${value} ?selected=${now === value}>${text}</option>`)}
  </select>`;
}

/** Days to choose from; another number may stand in the address. */
function unused({ t, say }: Page, { unusedDays }: Filter): readonly (readonly [string, string])[] {
  const days = [...new Set([...UNUSED, ...(unusedDays === undefined ? [] : [unusedDays])])].sort((one, other) => one - other);
  return days.map((count) => [String(count), say(t.list.unusedDays, { count })]);
}

function found(page: Page, list: AccountList): Maybe {
  const { t, say, go } = page;
  const { items, complete, filter, filtered, trouble } = list;
  const clear = () => go({ screen: 'list', filter: {} });
  const counted = complete === undefined ? nothing : say(complete ? t.list.count : t.list.countSoFar, { count: items.length });
  const head = html`<div class="found"><p role="status">${counted}</p>
    ${filtered && items.length > 0 ? html`<button type="button" class="link" @click=${clear}>${say(t.list.clear)}</button>` : nothing}</div>`;
  if (items.length > 0) return html`${head}${table(page, list)}`;
  if (complete !== true) return trouble === undefined ? loading(page) : nothing;
  const { title, text } = filter.attention === true ? t.list.allWell : filtered ? t.list.nothing : t.list.empty;
  const action = filtered
    ? button(page, say(t.list.clear), clear)
    : button(page, say(t.list.empty.action), () => go({ screen: 'new' }), { needs: 'administer_accounts' });
  return html`${head}<div class="empty" part="empty"><h2>${say(title)}</h2><p>${say(text)}</p>${action}</div>`;
}

function table(page: Page, list: AccountList): View {
  const { t, say } = page;
  const { columns } = t.list;
  const { items, complete, trouble, busy } = list;
  const sight = (accounts: readonly Account[], end: boolean) => {
    list.see(accounts);
    if (end && complete === false && trouble === undefined) void list.more();
  };
  const rows = { items, sight, key: ({ client_id }: Account) => client_id, row: (account: Account, index: number) => row(page, list, account, index + 2) };
  return html`<div class="table accounts" part="table" aria-busy=${complete === undefined}>
    <table aria-rowcount=${complete ? items.length + 1 : -1} aria-label=${say(t.page.title)}>
      <thead><tr aria-rowindex="1"><th scope="col" class="name">${say(columns.name)}</th><th scope="col" class="state">${say(columns.state)}</th>
        <th scope="col" class="wide last">${say(columns.lastUse)}</th><th scope="col" class="wide ends">${say(columns.ends)}</th>
        <th scope="col" class="wide roomy type">${say(columns.type)}</th><th scope="col" class="wide roomy">${say(columns.owner)}</th></tr></thead>
      <tbody>${scrolled(rows)}</tbody>
    </table></div>
    ${busy === 'more' && complete === false ? loading(page) : nothing}`;
}

function row(page: Page, list: AccountList, account: Account, index: number): View {
  const { t, say, href } = page;
  const place = href({ screen: 'account', clientId: account.client_id, side: 'overview' });
  const advised = advice(page, account);
  const app = account.app_type === 'marketplace' ? html`<span class="advice" dir="auto">${appName(page, account.app)}</span>` : nothing;
  return html`<tr aria-rowindex=${index}>
    <th scope="row" class=${advised === nothing ? 'name' : 'name advised'}><a class="cut" href=${place} dir="auto" title=${account.name}>${account.name}</a>
      <code dir="ltr" title=${account.client_id}>${shortId(account.client_id)}</code><span class="advice narrow" dir="auto" title=${advised}>${advised}</span></th>
    <td class="state">${stateBadge(page, account.state)}<span class="advice" dir="auto" title=${advised}>${advised}</span></td>
    <td class="wide last">${lastUse(page, list, account)}</td>
    <td class="wide ends">${account.expires_at === undefined ? html`<span class="muted">${say(t.page.never)}</span>` : moment(page, account.expires_at)}</td>
    <td class="wide roomy type">${say(t.page.appType[account.app_type])}${app}</td>
    <td class="wide roomy"><span class="cut" dir="auto" title=${account.owner ?? nothing}>${account.owner ?? nothing}</span></td>
  </tr>`;
}

function lastUse(page: Page, list: AccountList, account: Account): Maybe {
  const { t, say } = page;
  const usage = list.usage(account);
  if (usage === undefined) return nothing;
  if (usage === null) return html`<span class="muted">${say(t.page.unknown)}</span>`;
  const { last_used_at, days } = usage;
  if (last_used_at === undefined) return html`<span class="muted">${say(t.page.never)}</span>${spark(page, days)}`;
  return html`${moment(page, last_used_at)}${spark(page, days)}`;
}

/** Why somebody has to look at it, and what to do: a sentence for each reason. */
export function advice(page: Page, account: Account): string | typeof nothing {
  const told = (account.attention ?? []).map((attention) => reasonOf(page, account, attention));
  return told.length === 0 ? nothing : told.join(' ');
}

function reasonOf(page: Page, account: Account, attention: Attention): string {
  const { t, say, format, administration } = page;
  const { reasons, disabled, expires_at } = account;
  const distance = (at: string | undefined) => (at === undefined ? '' : format.distance(at, administration.now()));
  if (attention === 'ends_soon') return say(t.list.advice.ends_soon, { when: distance(expires_at) });
  if (attention !== 'not_working') return say(t.list.advice[attention]);
  const [first] = reasons;
  if (first === undefined) return '';
  if (first.reason === 'disabled') return say(t.list.advice.disabled, { since: distance(first.since), reason: disabled?.reason ?? '' });
  if (first.reason === 'expired') return say(t.list.advice.expired, { since: distance(expires_at ?? first.since) });
  return say(t.list.advice[first.reason]);
}

/** The name of an app of the catalogue; its id once it is there no more. */
export function appName({ administration }: Page, app: string): string {
  return administration.catalogue?.apps.find(({ id }) => id === app)?.name ?? app;
}

/** An id's beginning and end: ids of one company begin alike. */
export function shortId(id: string): string {
  return id.length <= 20 ? id : `${id.slice(0, 6)}…${id.slice(-8)}`;
}
