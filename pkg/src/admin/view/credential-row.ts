// A secret, a public key or a trust in its list, with what can be done to it.
import { html, nothing } from 'lit';
import type { Secret } from '../../account.js';
import type { Key, Trust } from '../../accounts/credential.js';
import { credentialId, type Credentials } from '../model/credentials.js';
import { asking, failed, opening, reasonField } from './ask.js';
import { button, textField, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { until } from './until.js';

/** What is particular of a kind. */
interface Row {
  readonly title: string;
  /** What it is recognised by. */
  readonly code: string;
  /** Other facts: each a term and what it is. */
  readonly facts?: readonly (readonly [string, unknown])[];
  readonly actions?: unknown;
  readonly revokeTitle: string;
  /** What it is called in the title of a change. */
  readonly what: string;
}

export function credentialRow(page: Page, model: Credentials, one: Secret | Key | Trust, row: Row): View {
  const { t, say } = page;
  const { credentials: texts } = t;
  const id = credentialId(one);
  const facts = [
    ...(row.facts ?? []),
    [say(texts.created), exactly(page, one.created_at)],
    [say(texts.ends), one.expires_at === undefined ? say(texts.noEnd) : exactly(page, one.expires_at)],
    [say(texts.lastUse), one.last_used_at === undefined ? say(texts.neverUsed) : exactly(page, one.last_used_at)],
  ] as const;
  return html`<li class="credential" part="credential">
    <div class="head">
      <div class="row"><h3 dir="auto">${row.title}</h3><code dir="ltr" class="muted">${row.code}</code>
        ${(one.warnings ?? []).map((warning) => html`<span class="badge ${warning}" part="badge ${warning}">${say(texts.warning[warning])}</span>`)}
        ${one.warnings === undefined || one.warnings.length === 0 ? html`<span class="badge live" part="badge live">${say(texts.state.live)}</span>` : nothing}</div>
      <div class="actions">${row.actions ?? nothing}
        ${'trust_id' in one ? nothing : opening(page, `change:${id}`, say(texts.change), () => model.edit.begin(one), { of: model, needs: 'administer_accounts' })}
        ${opening(page, `revoke:${id}`, say(texts.revoke), () => model.of.explain(''), { kind: 'danger', of: model, needs: 'administer_accounts' })}</div>
    </div>
    <dl class="over">${facts.map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>
    ${revoke(page, model, one, row)}${'trust_id' in one ? nothing : change(page, model, one, row)}
  </li>`;
}

/** Those that have ended: folded away, and not counted among the others. */
export function endedRows<One extends Secret | Key | Trust>(page: Page, ended: readonly One[], title: (one: One) => unknown): Maybe {
  if (ended.length === 0) return nothing;
  const { t, say } = page;
  const { credentials: texts } = t;
  return html`<details class="ended"><summary class="muted">${say(texts.past, { count: ended.length })}</summary>
    <ul class="items small">${ended.map((one) => html`<li><p>${title(one)}</p><p class="muted">
      ${one.revoked_at === undefined ? say(texts.ended) : say(texts.revoked)}: ${exactly(page, one.revoked_at ?? one.expires_at ?? one.created_at)} ·
      ${say(texts.lastUse)}: ${one.last_used_at === undefined ? say(texts.neverUsed) : exactly(page, one.last_used_at)}</p></li>`)}</ul>
  </details>`;
}

/** A moment with its zone, and how far it is. */
export function exactly({ format, administration }: Page, at: string): View {
  return html`<time datetime=${at}>${format.instant(at)}</time> <span class="muted">(${format.distance(at, administration.now())})</span>`;
}

function revoke(page: Page, model: Credentials, one: Secret | Key | Trust, row: Row): Maybe {
  const { t, say, format } = page;
  const { credentials: texts } = t;
  const kind = 'secret_id' in one ? 'secret' : 'kid' in one ? 'key' : 'trust';
  const id = credentialId(one);
  return asking(page, {
    name: `revoke:${id}`,
    title: row.revokeTitle,
    label: say(texts.revoke),
    send: () => model.revoke(kind, id),
    closed: () => model.dismiss(),
    options: { kind: 'danger', of: model, action: 'revoke', needs: 'administer_accounts' },
    body: html`${failed(page, model, () => void model.reload())}
      <p class="strong">${one.last_used_at === undefined ? say(texts.revokeUnused) : say(texts.revokeUsed, { when: format.instant(one.last_used_at) })}</p>
      <p>${say(texts.revokeText)}</p>
      ${kind === 'trust' ? nothing : html`<p class="muted">${say(texts.revokeMilder)}</p>`}
      ${reasonField(page, model.of, true)}`,
  });
}

function change(page: Page, model: Credentials, one: Secret | Key, row: Row): Maybe {
  const { t, say, administration } = page;
  const { credentials: texts } = t;
  const { edit } = model;
  const { entered, theirs } = edit;
  return asking(page, {
    name: `change:${credentialId(one)}`,
    title: say(texts.changeTitle, { what: row.what }),
    label: say(theirs === undefined ? t.page.save : texts.saveMine),
    send: () => edit.save(),
    dirty: edit.dirty,
    closed: () => edit.cancel(),
    options: { of: edit, action: 'save', needs: 'administer_accounts' },
    more: theirs === undefined ? nothing : button(page, say(texts.takeTheirs), () => edit.takeTheirs()),
    body: html`${theirs === undefined ? failed(page, edit, () => void model.reload()) : both(page, edit.entered, theirs)}
      ${textField(page, 'credential-name', say(texts.secrets.name), entered.name, (name) => edit.enter('name', name), { optional: true, problem: edit.problem('name') })}
      ${until(page, 'credential-ends', entered.expires_at, (end) => edit.enter('expires_at', end), {
        longest: administration.me?.policy.credential_seconds, from: Date.parse(one.created_at), problem: edit.problem('expires_at') })}`,
  });
}

/** What somebody else has made of it, beside what was entered. */
function both({ t, say, format }: Page, mine: { readonly name: string; readonly expires_at: string }, theirs: Secret | Key): View {
  const { credentials: texts } = t;
  const side = (label: string, name: string, end: string) => html`<div><p class="label">${label}</p><dl class="over">
    <div><dt>${say(texts.secrets.name)}</dt><dd dir="auto">${name || say(texts.unnamed)}</dd></div>
    <div><dt>${say(texts.ends)}</dt><dd>${end === '' ? say(texts.noEnd) : format.instant(end)}</dd></div></dl></div>`;
  return html`<div class="notice conflict" role="alert">${side(say(texts.theirs), theirs.name ?? '', theirs.revoked_at ?? theirs.expires_at ?? '')}
    ${side(say(texts.mine), mine.name, mine.expires_at)}</div>`;
}
