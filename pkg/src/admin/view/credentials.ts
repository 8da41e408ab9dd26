// An account’s secrets, public keys and outside issuers.
import { html, nothing } from 'lit';
import type { Credentials } from '../model/credentials.js';
import { failed, opening } from './ask.js';
import { credentialRow, endedRows } from './credential-row.js';
import { keysView } from './keys.js';
import { addSecret, finishRotation, rotate } from './new-secret.js';
import { button, lacking, loading } from './part.js';
import type { Page, View } from './page.js';
import { shownOnce } from './shown-once.js';
import { trustsView } from './trusts.js';

export function credentialsView(page: Page, model: Credentials): View {
  const { t, say } = page;
  const lacks = lacking(page, 'administer_accounts');
  if (lacks !== undefined) return html`<div class="empty"><p>${lacks}</p></div>`;
  const reload = () => void model.reload();
  const asked = page.open.size > 0;
  const done = () => {
    model.close();
    page.toggle('leave-secret', false);
  };
  const another = () => {
    done();
    model.newSecret.beginAdding();
    page.toggle('add-secret', true);
  };
  const live = model.liveSecrets.length;
  return html`
    ${model.outdated && model.busy === undefined && model.secrets !== undefined
      ? html`<div class="notice" role="alert"><p>${say(t.credentials.outdated)}</p><p class="actions">${button(page, say(t.page.reload), reload)}</p></div>` : nothing}
    ${asked ? nothing : failed(page, model, reload)}
    ${model.secrets === undefined
      ? (model.trouble === undefined ? loading(page) : nothing)
      : html`${secrets(page, model)}${keysView(page, model)}${trustsView(page, model)}`}
    ${model.made === undefined ? nothing : shownOnce(page, model.made, done, { another, more: live > 1 ? html`<p>${say(t.credentials.secrets.next)}</p>` : nothing })}
  `;
}

function secrets(page: Page, model: Credentials): View {
  const { t, say } = page;
  const { secrets: texts } = t.credentials;
  const live = model.liveSecrets;
  const room = model.room('secret');
  const full = room > 0 ? undefined : limit(page, model);
  const ended = (model.secrets?.items ?? []).filter((secret) => !secret.live).reverse();
  return html`<section class="card" aria-labelledby="secrets">
    <div class="head">
      <h2 id="secrets">${say(texts.title)}</h2>
      <div class="actions">
        ${opening(page, 'add-secret', say(texts.add), () => model.newSecret.beginAdding(), { of: model, needs: 'bring_credentials', why: full })}
        ${opening(page, 'rotate', say(texts.rotate), () => model.newSecret.beginRotation(), { kind: live.length > 0 ? 'primary' : 'plain', of: model, needs: 'bring_credentials', why: live.length > 0 ? undefined : say(texts.nothingToRotate) })}
      </div>
    </div>
    <p class="lead">${say(texts.lead)}</p>
    ${full === undefined ? (room === 1 && live.length > 0 ? html`<p class="hint">${say(texts.almost)}</p>` : nothing) : html`<p class="notice">${full}</p>`}
    ${live.length === 0
      ? html`<div class="blank"><p class="strong">${say(texts.none)}</p><p class="muted">${say(texts.noneText)}</p></div>`
      : html`<ul class="items">${live.map((secret, index) => credentialRow(page, model, secret, {
          title: secret.name ?? say(t.credentials.unnamed),
          code: `…${secret.hint}`,
          actions: index === 0 && live.length > 1 ? finishRotation(page, model, secret) : nothing,
          revokeTitle: say(texts.revokeTitle, { hint: secret.hint }),
          what: say(texts.what, { hint: secret.hint }),
        }))}</ul>`}
    ${endedRows(page, ended, (secret) => html`${secret.name ?? say(t.credentials.unnamed)} <code dir="ltr">…${secret.hint}</code>`)}
    ${addSecret(page, model)}${rotate(page, model)}
  </section>`;
}

/** What has to be done before there is room for another secret. */
function limit({ t, say, format, administration }: Page, model: Credentials): string {
  const { secrets: texts } = t.credentials;
  const count = administration.me?.policy.live_secrets ?? 1;
  const next = model.nextEnd;
  const until = next === undefined ? '' : ` ${say(texts.fullUntil, { when: format.instant(next) })}`;
  return `${say(texts.full, { count })}${until}`;
}

