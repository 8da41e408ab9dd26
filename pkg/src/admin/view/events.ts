// Events of the audit in words, newest first.
import { html, nothing } from 'lit';
import type { AuditActor, AuditEvent, Json } from '../../accounts/audit.js';
import { ACTIONS, differences, type EventFilter, type EventList } from '../model/events.js';
import { exactly } from './credential-row.js';
import { fromLocal, toLocal } from './local.js';
import { button, loading, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import type { Message } from '../text/message.js';

/** The members by which an event names a credential. */
const NAMED = ['secret_id', 'kid', 'trust_id'];

/** `whole`: of the company, so that each event says on what it was done. */
export function eventsView(page: Page, list: EventList, whole: boolean): View {
  const { t, say } = page;
  return html`${filters(page, list, whole)}${troubled(page, list)}${found(page, list, whole)}
    <div class="row" role="status">${list.busy !== undefined && list.items.length > 0 ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}
      ${list.busy === undefined ? nothing : html`<span class="muted">${say(t.history.looking)} ${say(t.history.looked, { count: list.looked })}</span>${button(page, say(t.history.stop), () => list.stop())}`}
      ${list.busy === undefined && list.complete === false ? button(page, say(t.history.older), () => void list.older()) : nothing}
      ${list.complete === true && list.items.length > 0 ? html`<span class="muted">${say(t.history.first)}</span>` : nothing}</div>`;
}

function filters(page: Page, list: EventList, whole: boolean): View {
  const { t, say } = page;
  const { filter } = list;
  const set = (change: EventFilter) => void list.filterBy({ ...filter, ...change });
  const value = (event: Event) => (event.target as HTMLInputElement).value.trim() || undefined;
  const moment = (event: Event) => fromLocal(value(event) ?? '') || undefined;
  const any = Object.values(filter).some(Boolean);
  const asked = (id: string, label: Message, control: View) => html`<div><label for=${id}>${say(label)}</label>${control}</div>`;
  const text = (id: string, label: Message, hint: Message, now: string | undefined, change: (value: string | undefined) => EventFilter) => asked(id, label, html`<input id=${id}
    autocomplete="off" spellcheck="false" placeholder=${say(hint)} .value=${now ?? ''} @change=${(event: Event) => set(change(value(event)))} />`);
  const when = (id: string, label: Message, now: string | undefined, change: (value: string | undefined) => EventFilter) => asked(id, label, html`<input id=${id}
    type="datetime-local" .value=${toLocal(now ?? '')} @change=${(event: Event) => set(change(moment(event)))} />`);
  return html`<search class="asked" part="filters">
    ${asked('asked-action', t.history.action, html`<select id="asked-action" @change=${(event: Event) => set({ action: value(event) })}>
      <option value="" ?selected=${!filter.action}>${say(t.history.any)}</option>
      ${ACTIONS.map((action) => html`<option value=${action} ?selected=${filter.action === action}>${say(t.history.actions[action])}</option>`)}</select>`)}
    ${text('asked-actor', t.history.who, t.history.whoHint, filter.actor, (actor) => ({ actor }))}
    ${whole ? text('asked-target', t.history.whom, t.history.whomHint, filter.target, (target) => ({ target })) : nothing}
    ${when('asked-from', t.history.from, filter.from, (from) => ({ from }))}
    ${when('asked-to', t.history.to, filter.to, (to) => ({ to }))}
    <div class="row">${any ? button(page, say(t.history.clear), () => void list.filterBy({})) : nothing}${button(page, say(t.page.reload), () => void list.reload(), { of: list })}</div>
  </search>`;
}

function found(page: Page, list: EventList, whole: boolean): Maybe {
  const { t, say } = page;
  if (list.items.length > 0) return html`<ol class="events" reversed>${list.items.map((event) => eventView(page, event, whole))}</ol>`;
  if (list.complete !== true) return list.trouble === undefined && list.busy !== undefined ? loading(page) : nothing;
  const { title, text } = Object.values(list.filter).some(Boolean) ? t.history.none : t.history.empty;
  return html`<div class="empty"><h2>${say(title)}</h2><p>${say(text)}</p></div>`;
}

function eventView(page: Page, event: AuditEvent, whole: boolean): View {
  const { t, say, href, administration } = page;
  const actions: Readonly<Record<string, Message>> = t.history.actions;
  const known = Object.hasOwn(actions, event.action) ? actions[event.action] : undefined;
  const changes = differences(event);
  // Which credential it was stays, and is left out of what has changed.
  const which = changes.some(({ path: [name = ''] }) => NAMED.includes(name)) ? [] : NAMED.map((name) => [name, named(event.to, name) ?? named(event.from, name)] as const).filter(([, id]) => id !== undefined);
  const name = administration.list.items.find(({ client_id }) => client_id === event.target)?.name;
  const target = event.target.startsWith('sa_')
    ? html`<a href=${href({ screen: 'account', clientId: event.target, side: 'overview' })}>${name === undefined ? html`<code dir="ltr">${event.target}</code>` : html`<bdi>${name}</bdi>`}</a>`
    : html`<code dir="ltr">${event.target}</code>`;
  return html`<li class="event" part="event">
    <div class="row spread"><h2>${known === undefined ? html`<code>${event.action}</code>` : say(known)}</h2>
      <span class="small muted">${exactly(page, event.at)}</span></div>
    <p class="muted">${say(t.history.by, { actor: actor(page, event.actor) })}${event.on_behalf_of === undefined ? nothing : `, ${say(t.history.onBehalfOf, { id: event.on_behalf_of })}`}
      ${whole ? html` · ${say(t.history.target)} ${target}` : nothing}${which.map(([name, id]) => html` · ${member(page, name)} <code dir="ltr">${id}</code>`)} · <span title=${event.action}>${say(t.history.number, { number: event.number })}</span></p>
    ${event.reason === undefined ? nothing : html`<p><bdi>“${event.reason}”</bdi></p>`}
    ${changes.length === 0 ? nothing : html`<table class="changes"><caption class="hidden">${say(t.history.changes)}</caption><tbody>${changes.map(({ path, from, to }) => html`<tr>
      <th scope="row" dir="auto">${path.map((name) => member(page, name)).join(' › ')}</th>
      <td>${event.from === null ? nothing : html`<del><bdi>${value(page, from, path)}</bdi></del><span class="arrow to" aria-hidden="true">→</span>`}<ins><bdi>${value(page, to, path)}</bdi></ins></td></tr>`)}</tbody></table>`}
    ${event.request_id === undefined ? nothing : html`<p class="small muted">${say(t.history.request)} <code dir="ltr">${event.request_id}</code></p>`}
  </li>`;
}

function named(value: Json, name: string): string | undefined {
  const id: unknown = Object(value)[name];
  return typeof id === 'string' ? id : undefined;
}

function actor({ t, say }: Page, who: AuditActor): string {
  return who.kind === 'platform' ? say(t.history.actor.platform) : say(t.history.actor[who.kind], { id: who.id });
}

/** What a member is called; a tool by its name, and what nobody knows as it is. */
function member({ t, say, administration }: Page, name: string): string {
  const members: Readonly<Record<string, Message>> = t.history.members;
  const known = Object.hasOwn(members, name) ? members[name] : undefined;
  return known === undefined ? (administration.catalogue?.tools.find(({ id }) => id === name)?.name ?? name) : say(known);
}

/** A value as a person reads it: levels by their names, moments with their zone, lists as lists. */
function value(page: Page, given: Json | undefined, path: readonly string[]): unknown {
  const { t, say, format } = page;
  if (given === undefined || given === null) return html`<span class="muted">${say(t.history.nothing)}</span>`;
  if (typeof given === 'boolean') return say(given ? t.history.yes : t.history.no);
  if (typeof given === 'number') return path.at(-1)?.endsWith('_seconds') ? format.duration(given) : format.number(given);
  if (typeof given !== 'string') return html`<code dir="ltr">${JSON.stringify(given)}</code>`;
  const names: Readonly<Record<string, Message>> = { ...t.page.level, ...t.page.appType };
  if (Object.hasOwn(names, given)) return say(names[given] ?? given);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(given)) return format.instant(given);
  return given;
}
