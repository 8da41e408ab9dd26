// An account as such: its state and what mends it, its details, and what stops it.
import { html, nothing } from 'lit';
import type { Account, Reason } from '../../account.js';
import type { Overview } from '../model/overview.js';
import { ask, asking, failed } from './ask.js';
import { detailsView } from './details.js';
import { barred, button, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { until } from './until.js';

const DAY_MS = 86_400_000;
/** Each tells by itself what went wrong. */
const DIALOGS = ['revoke', 'disable', 'remove', 'later'];

export function overviewView(page: Page, overview: Overview): Maybe {
  const { account } = overview.of;
  if (account === undefined) return nothing;
  return html`
    ${DIALOGS.some((name) => page.open.has(name)) ? nothing : failed(page, overview, () => void overview.of.refresh())}
    ${state(page, overview, account)}
    ${detailsView(page, overview.details, account)}
    ${stop(page, overview, account)}
    ${questions(page, overview, account)}
  `;
}

/** Whether it works; if not why, since when, and what mends it beside it. */
function state(page: Page, overview: Overview, account: Account): View {
  const { t, say, format } = page;
  const works = account.state === 'functional';
  const use = html`<p class="muted">${lastUse(page, overview)} ${works && account.expires_at !== undefined ? say(t.overview.ends, { when: format.instant(account.expires_at) }) : nothing}</p>`;
  if (works) return html`<section class="card state functional row"><p><strong>${say(t.overview.works)}</strong></p>${use}</section>`;
  return html`<section class="card state ${account.state}">
    <ul class="reasons">${account.reasons.map(({ reason, since }) => html`<li>
      <p><strong>${say(t.overview.reasons[reason], { since: since === undefined ? say(t.overview.someTime) : format.instant(since) })}</strong>
      ${reason === 'disabled' && account.disabled !== undefined ? html`<br /><span dir="auto">${say(t.overview.why, { reason: account.disabled.reason })}</span>` : nothing}</p>
      ${mend(page, overview, reason)}</li>`)}</ul>
    <p class="muted">${say(t.overview.stays)}</p>${use}
  </section>`;
}

/** What mends one reason, by one click where nothing has to be entered. */
function mend(page: Page, overview: Overview, reason: Reason): View {
  const { t, say, go, announce, toggle } = page;
  if (reason === 'disabled') {
    const enable = () => void overview.enable().then((done) => done && announce(say(t.overview.done.enabled, { name: overview.of.account?.name ?? '' })));
    return button(page, say(t.overview.enable), enable, { kind: 'primary', of: overview, action: 'enable', why: barred(page, overview.of.allowed?.bring_credential) });
  }
  if (reason === 'expired') {
    const later = () => {
      overview.beginEnd();
      toggle('later', true);
    };
    return button(page, `${say(t.overview.later)}…`, later, { kind: 'primary', of: overview, action: 'end', why: barred(page, overview.of.allowed?.bring_credential) });
  }
  return button(page, say(t.overview.repair), () => go({ screen: 'account', clientId: overview.of.clientId, side: 'contact' }), { kind: 'primary', why: barred(page, overview.of.allowed?.repair) });
}

/** When it was last used: what somebody has to know who stops it. */
export function lastUse(page: Page, { of }: Overview): Maybe {
  const { t, say, format } = page;
  const { usage } = of.usage;
  if (usage === undefined) return say(t.overview.unread);
  return usage.last_used_at === undefined ? say(t.overview.neverUsed) : say(t.overview.lastUse, { when: format.instant(usage.last_used_at) });
}

/** The milder before the harder. */
function stop(page: Page, overview: Overview, account: Account): View {
  const { t, say, format, administration, toggle } = page;
  const { revoke, disable, remove } = t.overview;
  const time = format.duration(administration.me?.policy.undelete_seconds ?? 0);
  const line = (name: 'revoke' | 'disable' | 'remove', text: string, kind: 'plain' | 'danger') => html`<div class="line">
    <div><h3>${say(t.overview[name].title)}</h3><p class="muted">${text}</p></div>
    ${button(page, `${say(t.overview[name].action)}…`, () => toggle(name, true), { kind, why: barred(page, overview.of.allowed?.administer) })}</div>`;
  return html`<section class="card"><h2>${say(t.overview.stop)}</h2>
    ${line('revoke', say(revoke.text), 'plain')}
    ${account.disabled === undefined ? line('disable', say(disable.text), 'plain') : nothing}
    ${line('remove', say(remove.text, { time }), 'danger')}</section>`;
}

function questions(page: Page, overview: Overview, account: Account): readonly Maybe[] {
  const { t, say, format, administration, toggle } = page;
  const { revoke, disable, remove, done } = t.overview;
  const { name } = account;
  const shared = { account: overview.of, of: overview, why: barred(page, overview.of.allowed?.administer) };
  const stops = html`<p>${say(t.overview.stops)}</p>${used(page, overview)}`;
  const until = format.instant(new Date(administration.now() + (administration.me?.policy.undelete_seconds ?? 0) * 1000).toISOString());
  return [
    ask(page, { ...shared, name: 'revoke', title: say(revoke.question, { name }), text: html`<p>${say(revoke.text)}</p>${used(page, overview)}`, label: say(revoke.action), kind: 'primary', action: 'revokeTokens', reason: 'optional', act: (reason) => overview.revokeTokens(reason), done: say(done.revoked, { name }) }),
    ask(page, { ...shared, name: 'disable', title: say(disable.question, { name }), text: html`${stops}<p>${say(disable.text)}</p>`, label: say(disable.action), kind: 'danger', action: 'disable', reason: 'needed', act: (reason) => overview.disable(reason), done: say(done.disabled, { name }) }),
    ask(page, {
      ...shared,
      name: 'remove',
      title: say(remove.question, { name }),
      text: html`${stops}<p>${say(remove.until, { when: until })}</p>
        ${account.disabled === undefined ? html`<p>${button(page, say(remove.instead), () => (toggle('remove', false), toggle('disable', true)))}</p>` : nothing}`,
      label: say(remove.action),
      kind: 'danger',
      action: 'remove',
      reason: 'optional',
      act: (reason) => overview.remove(reason),
      done: say(done.removed, { name, when: until }),
      then: () => page.go({ screen: 'list', filter: administration.list.filter }),
    }),
    later(page, overview, name),
  ];
}

/** What depends on it. */
export function used(page: Page, overview: Overview): View {
  const { t, say, administration } = page;
  const since = new Date(administration.now() - 7 * DAY_MS).toISOString().slice(0, 10);
  const count = overview.of.usage.usage?.days.filter(({ day }) => day >= since).reduce((sum, { tokens }) => sum + tokens, 0) ?? 0;
  const known = overview.of.usage.usage !== undefined;
  return html`<p class=${count > 0 ? 'depends' : 'muted'}>${lastUse(page, overview)} ${known ? say(count === 0 ? t.overview.quiet : t.overview.recent, { count }) : nothing}</p>`;
}

/** A later end, for one that has ended. */
function later(page: Page, overview: Overview, name: string): Maybe {
  const { t, say, announce } = page;
  return asking(page, {
    name: 'later',
    title: say(t.overview.later),
    label: say(t.page.save),
    send: () => overview.end(),
    then: () => announce(say(t.overview.done.ended, { name })),
    options: { of: overview, action: 'end', why: barred(page, overview.of.allowed?.bring_credential) },
    body: html`${failed(page, overview, () => void overview.of.refresh())}
      ${until(page, 'later-end', overview.newEnd, (at) => overview.enterEnd(at), { problem: overview.trouble?.errors[0]?.detail })}`,
  });
}
