// An account’s public keys.
import { html, nothing } from 'lit';
import type { Credentials } from '../model/credentials.js';
import { asking, failed, opening } from './ask.js';
import { credentialRow, endedRows } from './credential-row.js';
import { copyable, field, textField, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { until } from './until.js';

/** Makes a JWK of a key as PEM, private or public. It is code, and belongs to no language. */
const OF_PEM = `node -p 'JSON.stringify(require("crypto").createPublicKey(require("fs").readFileSync("key.pem")).export({ format: "jwk" }))'`;

export function keysView(page: Page, model: Credentials): View {
  const { t, say } = page;
  const { keys: texts, unnamed } = t.credentials;
  const items = model.keys?.items ?? [];
  const live = items.filter((key) => key.live);
  const full = model.room('key') > 0 ? undefined : say(texts.full, { count: live.length });
  return html`<section class="card" aria-labelledby="keys">
    <div class="head"><h2 id="keys">${say(texts.title)}</h2>
      ${opening(page, 'add-key', say(texts.add), () => model.newKey.begin(), { of: model, needs: 'bring_credentials', why: full })}</div>
    <p class="lead">${say(texts.lead)}</p>
    ${full === undefined ? nothing : html`<p class="notice">${full}</p>`}
    ${live.length === 0 ? html`<p class="muted">${say(texts.none)}</p>` : html`<ul class="items">${live.map((key) => credentialRow(page, model, key, {
      title: key.name ?? say(unnamed),
      code: key.algorithm,
      facts: [[say(texts.kid), html`<code dir="ltr">${key.kid}</code>`], ...(key.client_kid === undefined ? [] : [[say(texts.clientKid), html`<code dir="ltr">${key.client_kid}</code>`] as const])],
      revokeTitle: say(texts.revokeTitle),
      what: key.name ?? say(texts.what),
    }))}</ul>`}
    ${endedRows(page, items.filter((key) => !key.live), (key) => html`${key.name ?? say(unnamed)} <code dir="ltr">${key.kid}</code>`)}
    ${addKey(page, model)}
  </section>`;
}

function addKey(page: Page, model: Credentials): Maybe {
  const { t, say, administration } = page;
  const { keys: texts, secrets } = t.credentials;
  const { newKey } = model;
  const { entered, fault, isPrivate } = newKey;
  const problem = fault === undefined ? newKey.problem('text', '/jwk') : say(texts.fault[fault]);
  const chosen = async (event: Event) => newKey.enter('text', (await (event.target as HTMLInputElement).files?.[0]?.text()) ?? '');
  return asking(page, {
    name: 'add-key',
    title: say(texts.add),
    label: say(texts.addDo),
    send: () => newKey.add(),
    dirty: newKey.dirty,
    closed: () => newKey.cancel(),
    options: { of: newKey, action: 'add', needs: 'bring_credentials' },
    body: html`${failed(page, newKey, () => void model.reload())}
      ${field(page, 'jwk', say(texts.jwk), { hint: say(texts.jwkHint), problem }, ({ id, describedBy, invalid }) => html`<textarea id=${id} class="code" spellcheck="false" dir="ltr"
        autocomplete="off" rows="7" .value=${entered.text} aria-describedby=${describedBy} aria-invalid=${invalid} placeholder='{"kty":"EC","crv":"P-256","x":"…","y":"…"}'
        @input=${(event: Event) => newKey.enter('text', (event.target as HTMLTextAreaElement).value)}></textarea>`)}
      ${fault === 'pem' ? copyable(page, 'PEM → JWK', OF_PEM) : nothing}
      ${isPrivate ? html`<p class="notice ended" role="alert">${say(texts.isPrivate)}</p>` : nothing}
      ${field(page, 'jwk-file', say(texts.file), {}, ({ id }) => html`<input id=${id} type="file" accept=".json,.jwk,application/json" @change=${chosen} />`)}
      ${textField(page, 'key-name', say(secrets.name), entered.name, (name) => newKey.enter('name', name), { optional: true, hint: say(secrets.nameHint), problem: newKey.problem('name') })}
      ${until(page, 'key-ends', entered.expires_at, (end) => newKey.enter('expires_at', end), { longest: administration.me?.policy.credential_seconds, problem: newKey.problem('expires_at') })}`,
  });
}
