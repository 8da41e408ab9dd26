// Another secret: beside those that are there, or in place of them; and the end of a rotation.
import { html, nothing } from 'lit';
import type { Secret } from '../../account.js';
import type { Credentials } from '../model/credentials.js';
import { OVERLAPS } from '../model/new-secret.js';
import { asking, failed, opening, reasonField } from './ask.js';
import { button, textField, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { until } from './until.js';

export function addSecret(page: Page, model: Credentials): Maybe {
  const { t, say } = page;
  const { secrets: texts } = t.credentials;
  const { newSecret } = model;
  return asking(page, {
    name: 'add-secret',
    title: say(texts.add),
    label: say(texts.addDo),
    send: () => newSecret.add(),
    dirty: newSecret.dirty,
    closed: () => newSecret.cancel(),
    options: { of: newSecret, action: 'add', needs: 'bring_credentials' },
    body: html`${failed(page, newSecret, () => void model.reload())}<p>${say(texts.addText)}</p>${details(page, model)}`,
  });
}

export function rotate(page: Page, model: Credentials): Maybe {
  const { t, say } = page;
  const { secrets: texts } = t.credentials;
  const { newSecret } = model;
  const { overlap_seconds: overlap = 0, name, expires_at } = newSecret.entered;
  return asking(page, {
    name: 'rotate',
    title: say(texts.rotate),
    label: say(texts.rotateDo),
    send: () => newSecret.add(),
    dirty: name !== '' || expires_at !== '',
    closed: () => newSecret.cancel(),
    options: { of: newSecret, action: 'add', needs: 'bring_credentials' },
    body: html`${failed(page, newSecret, () => void model.reload())}
      <p>${say(texts.rotateText)}</p>
      <fieldset aria-describedby="overlap-hint"><legend>${say(texts.oldEnds)}</legend><div class="choices">${OVERLAPS.map((seconds) => choice(page, model, seconds))}</div>
        <p class="hint" id="overlap-hint">${whyNot(page, model).join(' ')}</p></fieldset>
      <div class="notice ${overlap === 0 ? 'ended' : 'plain'}" aria-live="polite">${model.liveSecrets.map((secret) => html`<p>${fate(page, secret, overlap)}</p>`)}
        <p class="muted">${say(texts.onlyFetching)}</p></div>
      ${details(page, model)}`,
  });
}

/** Ends the other secrets, since this one is in use; disabled with its reason until it has been seen to be. */
export function finishRotation(page: Page, model: Credentials, secret: Secret): View {
  const { t, say, format } = page;
  const { secrets: texts } = t.credentials;
  const unseen = secret.last_used_at === undefined ? say(texts.notInUse) : undefined;
  const others = model.liveSecrets.filter(({ secret_id }) => secret_id !== secret.secret_id);
  const old = (other: Secret) => other.last_used_at === undefined
    ? say(texts.finishOldUnused, { hint: other.hint })
    : say(texts.finishOld, { hint: other.hint, when: format.instant(other.last_used_at) });
  const again = unseen === undefined ? nothing : button(page, say(t.page.reload), () => void model.reload(), { of: model, action: 'reload' });
  return html`${again}${opening(page, 'finish', say(texts.finish), () => model.of.explain(''), { of: model, needs: 'administer_accounts', why: unseen })}
    ${asking(page, {
      name: 'finish',
      title: say(texts.finishTitle),
      label: say(texts.finishDo),
      send: () => model.finishRotation(secret.secret_id),
      closed: () => model.dismiss(),
      options: { kind: 'danger', of: model, action: 'finishRotation', needs: 'administer_accounts' },
      body: html`${failed(page, model, () => void model.reload())}
        <p>${say(texts.finishText, { hint: secret.hint, when: format.instant(secret.last_used_at ?? secret.created_at) })}</p>
        <ul class="plain">${others.map((other) => html`<li class="strong">${old(other)}</li>`)}</ul>
        <p>${say(texts.finishStops)}</p><p class="muted">${say(texts.onlyFetching)}</p>
        ${reasonField(page, model.of, true)}`,
    })}`;
}

function choice(page: Page, { newSecret }: Credentials, seconds: (typeof OVERLAPS)[number]): View {
  const { t, say, format } = page;
  const { atOnceChoice, after } = t.credentials.secrets;
  const why = reasonAgainst(page, newSecret.allows(seconds));
  return html`<label class="choice ${why === undefined ? '' : 'off'}" title=${why ?? nothing}>
    <input type="radio" name="overlap" .checked=${newSecret.entered.overlap_seconds === seconds} ?disabled=${why !== undefined} @change=${() => newSecret.enter('overlap_seconds', seconds)} />
    <span>${seconds === 0 ? say(atOnceChoice) : say(after, { age: format.duration(seconds) })}</span></label>`;
}

/** Each reason for which something cannot be chosen, once. */
function whyNot(page: Page, { newSecret }: Credentials): readonly string[] {
  return [...new Set(OVERLAPS.flatMap((seconds) => reasonAgainst(page, newSecret.allows(seconds)) ?? []))];
}

function reasonAgainst({ t, say, format, administration }: Page, refused: 'policy' | 'limit' | undefined): string | undefined {
  const { secrets: texts } = t.credentials;
  if (refused === 'policy') return say(texts.overlapPolicy, { age: format.duration(administration.me?.policy.overlap_seconds ?? 0) });
  return refused === undefined ? undefined : say(texts.overlapLimit);
}

/** What becomes of a secret that is there. */
function fate({ t, say, format, administration }: Page, { hint, last_used_at, expires_at }: Secret, overlap: number): string {
  const { secrets: texts } = t.credentials;
  if (overlap === 0) return last_used_at === undefined ? say(texts.atOnceUnused, { hint }) : say(texts.atOnce, { hint, when: format.instant(last_used_at) });
  const end = administration.now() + overlap * 1000;
  const earlier = expires_at !== undefined && Date.parse(expires_at) <= end;
  return say(earlier ? texts.endsEarlier : texts.willEnd, { hint, when: format.instant(earlier ? expires_at : new Date(end).toISOString()) });
}

function details(page: Page, { newSecret }: Credentials): View {
  const { t, say, administration } = page;
  const { secrets: texts } = t.credentials;
  const { entered } = newSecret;
  return html`
    ${textField(page, 'secret-name', say(texts.name), entered.name, (name) => newSecret.enter('name', name), { optional: true, hint: say(texts.nameHint), problem: newSecret.problem('name') })}
    ${until(page, 'secret-ends', entered.expires_at, (end) => newSecret.enter('expires_at', end), { longest: administration.me?.policy.credential_seconds, problem: newSecret.problem('expires_at') })}`;
}
