// The form for a new account.
import { html, nothing } from 'lit';
import type { Creation, NewAccountForm } from '../model/creation.js';
import { beginning } from './beginning.js';
import { button, dialog, field, textField, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { shownOnce } from './shown-once.js';
import { until } from './until.js';

export function creationView(page: Page, form: Creation): View {
  const { t, say, go, href, administration } = page;
  const send = (event: Event) => {
    event.preventDefault();
    void form.create();
  };
  const away = () => {
    form.cancel();
    go({ screen: 'list', filter: administration.list.filter });
  };
  const outcome = form.trouble?.kind === 'outcome';
  return html`
    <a class="back" href=${href({ screen: 'list', filter: administration.list.filter })}><span class="arrow" aria-hidden="true">←</span> ${say(t.page.title)}</a>
    <div class="head"><h1 tabindex="-1">${say(t.creation.title)}</h1></div>
    ${troubled(page, form)}${outcome ? html`<p>${say(t.creation.repeat)}</p>` : nothing}
    <form class="card" novalidate @submit=${send} part="form">
      ${appType(page, form)}
      ${line(page, form, 'name', say(t.creation.name), { hint: say(t.creation.nameHint) })}
      ${line(page, form, 'description', say(t.creation.description), { optional: true })}
      ${line(page, form, 'owner', say(t.creation.owner), { optional: true, hint: say(t.creation.ownerHint) })}
      ${ends(page, form)}
      <hr />
      ${beginning(page, form)}
      <hr />
      <div class="actions">
        ${button(page, say(t.creation.create), undefined, { kind: 'primary', type: 'submit', of: form, action: 'create', needs: 'administer_accounts' })}
        ${button(page, say(t.page.cancel), () => (form.dirty ? page.toggle('discard', true) : away()))}
      </div>
    </form>
    ${page.open.has('discard') ? discarding(page, away) : nothing}
  `;
}

/** What was made, wherever one is by now. */
export function createdView(page: Page, form: Creation): Maybe {
  const { made } = form;
  if (made === undefined) return nothing;
  const { clientId } = made;
  const to = (side: 'rights' | 'credentials') => () => {
    form.close();
    page.toggle('leave-secret', false);
    page.go({ screen: 'account', clientId, side });
  };
  return shownOnce(page, made, to('rights'), { more: granted(page, form), another: to('credentials') });
}

/** Whether what was chosen was granted, too. */
function granted(page: Page, form: Creation): Maybe {
  const { t, say } = page;
  const { ungranted, busy } = form;
  if (ungranted === undefined) return nothing;
  if (busy === 'grant') return html`<p class="row muted" role="status"><span class="spinner" aria-hidden="true"></span>${say(t.creation.granting)}</p>`;
  return html`<div class="stack">${troubled(page, form, ungranted.trouble, say(t.creation.ungranted))}
    <div>${button(page, say(t.creation.grantAgain), () => void form.grant(), { of: form, action: 'grant' })}</div></div>`;
}

function discarding(page: Page, away: () => void): View {
  const { t, say } = page;
  const stay = () => page.toggle('discard', false);
  return dialog(page, say(t.creation.discard), stay, html`<p>${say(t.creation.discardText)}</p>`, html`
    ${button(page, say(t.creation.discardYes), away, { kind: 'danger' })}${button(page, say(t.creation.discardNo), stay, { kind: 'primary' })}`);
}

function line(page: Page, form: Creation, name: 'name' | 'description' | 'owner', label: string, options: { readonly hint?: string; readonly optional?: boolean }): View {
  return textField(page, name, label, form.entered[name], (value) => form.enter(name, value), { ...options, problem: form.problem(name) });
}

function appType(page: Page, form: Creation): View {
  const { t, say, administration } = page;
  const { app_type, app } = form.entered;
  const apps = administration.catalogue?.apps ?? [];
  const choice = (value: NewAccountForm['app_type'], hint: string) => html`<label class="choice">
    <input type="radio" name="app_type" value=${value} .checked=${app_type === value} @change=${() => form.choose(value, app)} />
    <span><strong>${say(t.page.appType[value])}</strong><br />${' '}<span class="muted">${hint}</span></span></label>`;
  return html`<fieldset><legend>${say(t.creation.appType)}</legend>
      <div class="choices">${choice('custom', say(t.creation.custom))}${choice('marketplace', say(t.creation.marketplace))}</div></fieldset>
    ${app_type === 'custom' ? nothing : field(page, 'app', say(t.creation.app), { problem: form.problem('app'), hint: apps.length === 0 ? say(t.creation.noApps) : undefined }, ({ id, describedBy, invalid }) => html`
      <select id=${id} aria-describedby=${describedBy} aria-invalid=${invalid} @change=${(event: Event) => form.choose('marketplace', (event.target as HTMLSelectElement).value)} part="input">
        <option value="" ?selected=${app === ''}>${say(t.creation.chooseApp)}</option>
        ${apps.map(({ id, name }) => html`<option value=${id} ?selected=${app === id}>${name}</option>`)}
      </select>`)}`;
}

function ends(page: Page, form: Creation): View {
  const { t, say, format, administration } = page;
  const longest = administration.me?.policy.credential_seconds;
  return html`<div>${until(page, 'expires_at', form.entered.expires_at, (at) => form.enter('expires_at', at), { problem: form.problem('expires_at') })}
    ${longest === undefined ? nothing : html`<p class="hint">${say(t.creation.longest, { duration: format.duration(longest) })}</p>`}</div>`;
}
