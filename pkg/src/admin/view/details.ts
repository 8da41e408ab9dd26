// The details of an account: shown, and changed.
import { html, nothing } from 'lit';
import type { Account, AuthMethod } from '../../account.js';
import type { Details, DetailConflict, DetailsForm } from '../model/details.js';
import { arrived } from './arrived.js';
import { failed, lookAt } from './ask.js';
import { barred, button, copyable, field, textField, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { until } from './until.js';

const METHODS: readonly AuthMethod[] = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'jwt_bearer'];

export function detailsView(page: Page, details: Details, account: Account): View {
  const { t, say } = page;
  return html`<section class="card" aria-label=${say(t.overview.details)}>
    <div class="head"><h2>${say(t.overview.details)}</h2>
      ${details.editing ? nothing : button(page, say(t.overview.edit), () => details.begin(), { why: barred(page, details.of.allowed?.administer) })}</div>
    ${details.editing ? form(page, details) : shown(page, account)}
  </section>`;
}

function shown(page: Page, account: Account): View {
  const { t, say, format, administration } = page;
  const { policy } = administration.me ?? {};
  const usual = format.duration(policy?.token_seconds ?? 0);
  const app = account.app_type === 'marketplace' ? administration.catalogue?.apps.find(({ id }) => id === account.app)?.name ?? account.app : undefined;
  const line = (label: string, text: unknown) => html`<dt>${label}</dt><dd dir="auto">${text}</dd>`;
  const metadata = Object.entries(account.metadata ?? {});
  return html`
    ${copyable(page, say(t.overview.id), account.client_id)}
    <dl class="facts">
      ${line(say(t.creation.appType), `${say(t.page.appType[account.app_type])}${app === undefined ? '' : ` · ${app}`}`)}
      ${line(say(t.creation.owner), account.owner ?? say(t.page.none))}
      ${line(say(t.overview.created), format.instant(account.created_at))}
      ${line(say(t.overview.end), account.expires_at === undefined ? say(t.overview.endNever) : format.instant(account.expires_at))}
      ${line(say(t.overview.tokenLife), account.token_seconds === undefined ? say(t.overview.usual, { time: usual }) : format.duration(account.token_seconds))}
      ${line(say(t.overview.methods), account.auth_methods?.map((method) => say(t.overview.method[method])).join(', ') ?? say(t.overview.anyMethod))}
      ${line(say(t.overview.dpop), say(account.dpop_bound_access_tokens ? t.overview.yes : t.overview.no))}
      ${line(say(t.overview.email), account.contact_email)}
      ${account.description === undefined ? nothing : html`<dt>${say(t.creation.description)}</dt><dd dir="auto" class="lines">${account.description}</dd>`}
      ${metadata.length === 0 ? nothing : html`<dt>${say(t.overview.metadata)}</dt><dd><ul class="members">${metadata.map(([name, text]) => html`<li><code dir="auto">${name}</code> <span dir="auto">${text}</span></li>`)}</ul></dd>`}
    </dl>`;
}

function form(page: Page, details: Details): View {
  const { t, say, administration, announce } = page;
  const { entered } = details;
  const { policy } = administration.me ?? {};
  const again = () => void details.of.refresh();
  const text = (name: 'name' | 'owner', hint?: string) =>
    textField(page, `details-${name}`, say(t.creation[name]), entered[name], (value) => details.enter(name, value), { hint, optional: name === 'owner', problem: details.problem(name) });
  const save = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void details.save().then((done) => (done ? announce(say(t.overview.done.saved)) : lookAt(form)));
  };
  const seconds = (event: Event) => details.enter('token_seconds', (event.target as HTMLInputElement).valueAsNumber || undefined);
  const tokenHint = say(t.overview.tokenHint, { longest: policy?.longest_token_seconds ?? 0, usual: policy?.token_seconds ?? 0 });
  return html`<form class="stack" novalidate @submit=${save}>
    ${conflicts(page, details)}
    ${failed(page, details, again)}
    ${text('name')}
    ${field(page, 'details-description', say(t.creation.description), { optional: true, problem: details.problem('description') }, ({ id, describedBy, invalid }) => html`
      <textarea id=${id} rows="3" aria-describedby=${describedBy} aria-invalid=${invalid} .value=${entered.description}
        @input=${(event: Event) => details.enter('description', (event.target as HTMLTextAreaElement).value)}></textarea>`)}
    ${text('owner', say(t.creation.ownerHint))}
    ${until(page, 'details-end', entered.expires_at, (value) => details.enter('expires_at', value), { problem: details.problem('expires_at') })}
    ${members(page, details)}
    ${field(page, 'details-life', say(t.overview.tokenLife), { optional: true, hint: tokenHint, problem: details.problem('token_seconds') }, ({ id, describedBy, invalid }) => html`
      <input id=${id} type="number" min="60" inputmode="numeric" class="short" aria-describedby=${describedBy} aria-invalid=${invalid} .value=${entered.token_seconds === undefined ? '' : String(entered.token_seconds)} @input=${seconds} />`)}
    ${methods(page, details)}
    <label class="check"><input type="checkbox" .checked=${entered.dpop_bound_access_tokens} aria-describedby="dpop-hint"
      @change=${(event: Event) => details.enter('dpop_bound_access_tokens', (event.target as HTMLInputElement).checked)} />
      <span>${say(t.overview.dpop)}<br /><span class="hint" id="dpop-hint">${say(t.overview.dpopHint)}</span></span></label>
    <div class="actions">
      ${button(page, say(t.page.save), undefined, { kind: 'primary', type: 'submit', of: details, action: 'save', why: barred(page, details.of.allowed?.administer) })}
      ${button(page, say(t.page.cancel), () => details.cancel())}
    </div>
  </form>`;
}

function methods(page: Page, details: Details): View {
  const { t, say } = page;
  const { auth_methods } = details.entered;
  const choose = (method: AuthMethod, on: boolean) => details.enter('auth_methods', METHODS.filter((other) => (other === method ? on : auth_methods.includes(other))));
  const problem = details.problem('auth_methods');
  return html`<fieldset><legend>${say(t.overview.methods)}</legend>
    ${auth_methods.length === 0 ? html`<p class="hint">${say(t.overview.anyMethod)}</p>` : nothing}
    ${METHODS.map((method) => html`<label class="check"><input type="checkbox" .checked=${auth_methods.includes(method)}
      @change=${(event: Event) => choose(method, (event.target as HTMLInputElement).checked)} />${say(t.overview.method[method])}</label>`)}
    ${problem === undefined ? nothing : html`<p class="problem">${page.rule(problem)}</p>`}</fieldset>`;
}

function members(page: Page, details: Details): View {
  const { t, say } = page;
  const { metadata } = details.entered;
  const enter = (at: number, member: readonly [string, string]) => details.enter('metadata', metadata.map((other, index) => (index === at ? member : other)));
  const value = (event: Event) => (event.target as HTMLInputElement).value;
  const problem = details.problem('metadata');
  return html`<fieldset><legend>${say(t.overview.metadata)} <span class="muted">(${t.page.optional})</span></legend>
    <p class="hint">${say(t.overview.metadataHint)}</p>
    ${metadata.map(([name, text], at) => html`<div class="member">
      <input aria-label=${say(t.overview.key)} placeholder=${say(t.overview.key)} .value=${name} autocomplete="off" @input=${(event: Event) => enter(at, [value(event), text])} />
      <input aria-label=${say(t.overview.value)} placeholder=${say(t.overview.value)} .value=${text} autocomplete="off" @input=${(event: Event) => enter(at, [name, value(event)])} />
      <button type="button" class="icon" aria-label=${say(t.overview.removeMember, { name })} @click=${() => details.enter('metadata', metadata.filter((_, index) => index !== at))}>×</button></div>`)}
    <div>${button(page, say(t.overview.addMember), () => details.enter('metadata', [...metadata, ['', '']]))}</div>
    ${problem === undefined ? nothing : html`<p class="problem">${page.rule(problem)}</p>`}</fieldset>`;
}

/** Both sides of what two administrators changed at once. */
function conflicts(page: Page, details: Details): Maybe {
  const { t, say } = page;
  if (details.conflicts.length === 0) return nothing;
  const { conflict } = t.overview;
  return html`<div class="notice conflict" role="alert" tabindex="-1" ${arrived()}><h3>${say(conflict.title)}</h3><p>${say(conflict.text)}</p>
    <div class="table"><table class="sides"><thead><tr><th scope="col">${say(conflict.detail)}</th><th scope="col">${say(conflict.theirs)}</th><th scope="col">${say(conflict.mine)}</th></tr></thead>
    <tbody>${details.conflicts.map((each) => html`<tr><th scope="row">${label(page, each.name)}</th>
      <td dir="auto"><span>${valueText(page, each.name, each.theirs)}</span></td>
      <td dir="auto">${each.both ? html`<div class="row"><span>${valueText(page, each.name, each.mine)}</span>${button(page, say(conflict.take), () => details.take(each))}</div>` : html`<em>${say(conflict.took)}</em>`}</td></tr>`)}</tbody></table></div></div>`;
}

function label({ t, say }: Page, name: DetailConflict['name']): string {
  const labels = { name: t.creation.name, description: t.creation.description, owner: t.creation.owner, metadata: t.overview.metadata, expires_at: t.overview.end, token_seconds: t.overview.tokenLife, auth_methods: t.overview.methods, dpop_bound_access_tokens: t.overview.dpop };
  return say(labels[name]);
}

function valueText({ t, say, format }: Page, name: DetailConflict['name'], value: DetailsForm[DetailConflict['name']]): string {
  if (value === '' || value === undefined) return say(name === 'expires_at' ? t.overview.endNever : t.page.none);
  if (typeof value === 'boolean') return say(value ? t.overview.yes : t.overview.no);
  if (typeof value === 'number') return say(t.overview.seconds, { count: value });
  if (typeof value === 'string') return name === 'expires_at' ? format.instant(value) : value;
  return value.map((each) => (typeof each === 'string' ? say(t.overview.method[each]) : each.join(': '))).join(', ') || say(t.page.none);
}
