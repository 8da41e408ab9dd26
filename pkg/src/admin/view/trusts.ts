// The outside issuers that an account trusts.
import { html, nothing } from 'lit';
import type { ClaimValue, Preset, Trust } from '../../accounts/credential.js';
import type { Credentials } from '../model/credentials.js';
import { PRESETS, type ClaimForm, type ClaimRow } from '../model/preset.js';
import { asking, failed, opening } from './ask.js';
import { credentialRow, endedRows } from './credential-row.js';
import { button, textField, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { until } from './until.js';

const FORMS: readonly ClaimForm[] = ['text', 'prefix', 'number', 'boolean'];
const PLATFORMS = [...(Object.keys(PRESETS) as Preset[]), ''] as const;

export function trustsView(page: Page, model: Credentials): View {
  const { t, say } = page;
  const { trusts: texts } = t.credentials;
  const items = model.trusts?.items ?? [];
  const live = items.filter((trust) => trust.live);
  const full = model.room('trust') > 0 ? undefined : say(texts.full, { count: live.length });
  return html`<section class="card" aria-labelledby="trusts">
    <div class="head"><h2 id="trusts">${say(texts.title)}</h2>
      ${opening(page, 'add-trust', say(texts.add), () => model.newTrust.begin(), { of: model, needs: 'bring_credentials', why: full })}</div>
    <p class="lead">${say(texts.lead)}</p>
    ${full === undefined ? nothing : html`<p class="notice">${full}</p>`}
    ${live.length === 0 ? html`<p class="muted">${say(texts.none)}</p>` : html`<ul class="items">${live.map((trust) => credentialRow(page, model, trust, {
      title: trust.name ?? platform(page, trust),
      code: trust.issuer,
      facts: facts(page, trust),
      revokeTitle: say(texts.revokeTitle),
      what: trust.name ?? trust.issuer,
    }))}</ul>`}
    ${endedRows(page, items.filter((trust) => !trust.live), (trust) => html`${trust.name ?? platform(page, trust)} <code dir="ltr">${trust.issuer}</code>`)}
    ${addTrust(page, model)}
  </section>`;
}

function platform({ t, say }: Page, { preset }: Trust): string {
  return say(preset === undefined ? t.credentials.trusts.another : t.credentials.trusts.preset[preset]);
}

function facts({ t, say }: Page, { audience, claims, once }: Trust): readonly (readonly [string, unknown])[] {
  const { trusts: texts } = t.credentials;
  const shown = (value: ClaimValue) => (typeof value === 'object' ? say(texts.begins, { value: JSON.stringify(value.prefix).slice(0, -1) }) : JSON.stringify(value));
  return [
    [say(texts.audience), html`<code dir="ltr">${audience}</code>`],
    [say(texts.claims), html`<ul class="plain">${Object.entries(claims).map(([name, value]) => html`<li><code dir="ltr">${name} = ${shown(value)}</code></li>`)}</ul>`],
    ...(once ? [[say(texts.once), say(t.history.yes)] as const] : []),
  ];
}

function addTrust(page: Page, model: Credentials): Maybe {
  const { t, say } = page;
  const { trusts: texts, secrets } = t.credentials;
  const { newTrust } = model;
  const { entered } = newTrust;
  const known = entered.preset === '' ? undefined : PRESETS[entered.preset];
  const problem = newTrust.problem('claims');
  const issuerHint = known?.issuer === undefined ? say(texts.issuerHint) : say(texts.issuerOwn, { issuer: known.issuer });
  const chip = (preset: Preset | '') => html`<label class="chip"><input type="radio" name="preset" .checked=${entered.preset === preset} @change=${() => newTrust.choose(preset)} />${say(preset === '' ? texts.another : texts.preset[preset])}</label>`;
  return asking(page, {
    name: 'add-trust',
    title: say(texts.add),
    label: say(texts.addDo),
    send: () => newTrust.add(),
    dirty: newTrust.dirty,
    closed: () => newTrust.cancel(),
    options: { of: newTrust, action: 'add', needs: 'bring_credentials' },
    body: html`${failed(page, newTrust, () => void model.reload())}
      <fieldset><legend>${say(texts.platform)}</legend><div class="chips">${PLATFORMS.map(chip)}</div><p class="hint">${say(texts.hint[entered.preset || 'another'])}</p></fieldset>
      ${textField(page, 'issuer', say(texts.issuer), entered.issuer, (issuer) => newTrust.enter('issuer', issuer), { optional: known?.issuer !== undefined, hint: known?.exampleIssuer ?? issuerHint, problem: newTrust.problem('issuer') })}
      ${textField(page, 'audience', say(texts.audience), entered.audience, (audience) => newTrust.enter('audience', audience), { hint: say(texts.audienceHint), problem: newTrust.problem('audience') })}
      <fieldset aria-describedby="claims-problem"><legend>${say(texts.claims)}</legend>
        <datalist id="claim-names">${(known?.others ?? []).map((name) => html`<option value=${name}></option>`)}</datalist>
        ${entered.claims.map((row, index) => claim(page, model, row, index))}
        <p class="hint">${say(texts.claimsHint)} ${entered.claims.some(({ form }) => form === 'prefix') ? say(texts.prefixHint) : nothing}</p>
        <p class="problem" id="claims-problem" aria-live="polite" tabindex="-1">${problem === undefined ? nothing : page.rule(problem)}</p>
        <div class="row">${button(page, `+ ${say(texts.addClaim)}`, () => newTrust.addClaim())}</div></fieldset>
      <div class="stack tight"><label class="check"><input type="checkbox" .checked=${entered.once} @change=${(event: Event) => newTrust.enter('once', (event.target as HTMLInputElement).checked)} />${say(texts.once)}</label>
        <p class="hint">${say(texts.onceHint)}</p></div>
      ${textField(page, 'trust-name', say(secrets.name), entered.name, (name) => newTrust.enter('name', name), { optional: true, problem: newTrust.problem('name') })}
      ${until(page, 'trust-ends', entered.expires_at, (end) => newTrust.enter('expires_at', end), { problem: newTrust.problem('expires_at') })}`,
  });
}

function claim(page: Page, { newTrust }: Credentials, row: ClaimRow, index: number): View {
  const { t, say } = page;
  const { trusts: texts } = t.credentials;
  const set = (change: Partial<ClaimRow>) => newTrust.claim(index, { ...row, ...change });
  const value = (event: Event) => (event.target as HTMLInputElement).value;
  return html`<div class="claim" role="group" aria-label="${say(texts.claimName)} ${index + 1}">
    <input class="code" dir="ltr" list="claim-names" autocomplete="off" spellcheck="false" .value=${row.name} aria-label=${say(texts.claimName)} placeholder=${say(texts.claimName)} @input=${(event: Event) => set({ name: value(event) })} />
    <select aria-label=${say(texts.claimForm)} @change=${(event: Event) => set({ form: value(event) as ClaimForm })}>
      ${FORMS.map((form) => html`<option value=${form} ?selected=${row.form === form}>${say(texts.form[form])}</option>`)}</select>
    <input class="code" dir="ltr" autocomplete="off" spellcheck="false" .value=${row.value} aria-label="${say(texts.claimValue)} ${row.name}" placeholder=${row.example ?? ''} @input=${(event: Event) => set({ value: value(event) })} />
    <button type="button" class="icon" aria-label=${say(texts.removeClaim, { name: row.name })} @click=${() => newTrust.claim(index, undefined)}>×</button>
  </div>`;
}
