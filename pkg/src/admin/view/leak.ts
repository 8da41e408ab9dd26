// Whether a text that was found somewhere is a secret.
import { html, nothing } from 'lit';
import type { Leak } from '../../account.js';
import type { LeakSearch } from '../model/leak.js';
import { button, field, lacking, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';

export function leakView(page: Page, leak: LeakSearch): View {
  const { t, say } = page;
  // What was found is in no place longer than it is looked up.
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (lacking(page, 'administer_accounts') !== undefined) return;
    void leak.lookUp(String(new FormData(form).get('text') ?? ''));
    form.reset();
  };
  return html`<div class="head"><h1 tabindex="-1">${say(t.leak.title)}</h1><p class="lead">${say(t.leak.lead)}</p></div>
    ${troubled(page, leak)}
    <form class="card" @submit=${send} part="form">
      ${field(page, 'leak', say(t.leak.text), { hint: say(t.leak.hint) }, ({ id, describedBy }) => html`<input id=${id} name="text" required autocomplete="off"
        spellcheck="false" autocapitalize="off" dir="ltr" aria-describedby=${describedBy} part="input" />`)}
      <div class="actions">${button(page, say(t.leak.lookUp), undefined, { kind: 'primary', type: 'submit', of: leak, action: 'lookUp', needs: 'administer_accounts' })}</div>
    </form>
    <div role="status">${leak.answer === undefined ? nothing : answered(page, leak, leak.answer)}</div>`;
}

function answered(page: Page, leak: LeakSearch, { found }: Leak): Maybe {
  const { t, say, href } = page;
  if (found === undefined) return html`<div class="notice good"><h2>${say(t.leak.none)}</h2><p>${say(t.leak.noneText)}</p></div>`;
  const { name, client_id, secret_id, live, revoked } = found;
  const place = href({ screen: 'account', clientId: client_id, side: 'credentials' });
  const words = revoked ? t.leak.revoked : live ? t.leak.live : t.leak.ended;
  return html`<div class=${revoked ? 'notice good' : 'notice broken'}><h2 dir="auto">${say(t.leak.found, { name })}</h2><p>${say(words)}</p>
    <dl class="facts"><dt>${say(t.leak.account)}</dt><dd><a href=${place} dir="auto">${name}</a></dd><dt>${say(t.shown.id)}</dt><dd><code dir="ltr">${client_id}</code></dd>
      <dt>${say(t.leak.secretId)}</dt><dd><code dir="ltr">${secret_id}</code></dd></dl>
    ${revoked ? nothing : revoking(page, leak)}</div>`;
}

/** What revoking does, and why it is done. */
function revoking(page: Page, leak: LeakSearch): View {
  const { t, say } = page;
  const send = (event: Event) => {
    event.preventDefault();
    void leak.revoke(String(new FormData(event.target as HTMLFormElement).get('reason') ?? '').trim());
  };
  return html`<form @submit=${send} class="stack">
    <p>${say(t.leak.revokeText)}</p>
    ${field(page, 'leak-reason', say(t.page.reason), { optional: true, hint: say(t.page.reasonHint) }, ({ id, describedBy }) => html`<input id=${id} name="reason"
      autocomplete="off" maxlength="200" aria-describedby=${describedBy} part="input" />`)}
    <div class="actions">${button(page, say(t.leak.revoke), undefined, { kind: 'danger', type: 'submit', of: leak, action: 'revoke', needs: 'administer_accounts' })}</div></form>`;
}
