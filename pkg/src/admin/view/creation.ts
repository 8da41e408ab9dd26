// The form for a new account.
import { html, nothing } from 'lit';
import type { Creation } from '../model/creation.js';
import { button, field, textField, troubled } from './part.js';
import type { Page, View } from './page.js';
import { shownOnce } from './shown-once.js';

/** After how many days an account may end, without a date to be entered. */
const DAYS = [30, 90, 365];
const DAY_MS = 86_400_000;

export function creationView(page: Page, form: Creation): View {
  const { t, say, go, administration } = page;
  const { entered, made } = form;
  const done = () => {
    const clientId = made?.clientId ?? '';
    form.close();
    go({ screen: 'account', clientId, side: 'rights' });
  };
  const send = (event: Event) => {
    event.preventDefault();
    void form.create();
  };
  const cancel = () => {
    form.cancel();
    go({ screen: 'list', filter: administration.list.filter });
  };
  return html`
    <div class="head"><h1 tabindex="-1">${say(t.creation.title)}</h1></div>
    ${troubled(page, form)}
    <form class="card form" novalidate @submit=${send}>
      ${appType(page, form)}
      ${textField(page, 'name', say(t.creation.name), entered.name, (value) => form.enter('name', value), { hint: say(t.creation.nameHint), problem: form.problem('name') })}
      ${textField(page, 'description', say(t.creation.description), entered.description, (value) => form.enter('description', value), { optional: true, problem: form.problem('description') })}
      ${textField(page, 'owner', say(t.creation.owner), entered.owner, (value) => form.enter('owner', value), { optional: true, hint: say(t.creation.ownerHint), problem: form.problem('owner') })}
      ${ends(page, form)}
      <div class="actions">
        ${button(page, say(t.creation.create), undefined, { kind: 'primary', type: 'submit', of: form, action: 'create', needs: 'administer_accounts' })}
        ${button(page, say(t.page.cancel), cancel)}
      </div>
    </form>
    ${made === undefined ? nothing : shownOnce(page, made, done)}
  `;
}

function appType(page: Page, form: Creation): View {
  const { t, say, administration } = page;
  const { app_type, app } = form.entered;
  const apps = administration.catalogue?.apps ?? [];
  const choose = (event: Event) => form.enter('app_type', (event.target as HTMLInputElement).value as 'custom' | 'marketplace');
  const choice = (value: 'custom' | 'marketplace', hint: string) => html`<label class="choice">
    <input type="radio" name="app_type" value=${value} .checked=${app_type === value} @change=${choose} />
    <span><strong>${say(t.page.appType[value])}</strong><br /><span class="muted">${hint}</span></span></label>`;
  return html`<fieldset><legend>${say(t.creation.appType)}</legend>
      ${choice('custom', say(t.creation.custom))}${choice('marketplace', say(t.creation.marketplace))}</fieldset>
    ${app_type === 'custom' ? nothing : field(page, 'app', say(t.creation.app), { problem: form.problem('app'), hint: apps.length === 0 ? say(t.creation.noApps) : undefined }, ({ id, describedBy, invalid }) => html`
      <select id=${id} aria-describedby=${describedBy} aria-invalid=${invalid} @change=${(event: Event) => form.enter('app', (event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${app === ''}>${say(t.creation.chooseApp)}</option>
        ${apps.map(({ id, name }) => html`<option value=${id} ?selected=${app === id}>${name}</option>`)}
      </select>`)}`;
}

function ends(page: Page, form: Creation): View {
  const { t, say, format, administration } = page;
  const { expires_at } = form.entered;
  const choose = (event: Event) => {
    const days = Number((event.target as HTMLSelectElement).value);
    form.enter('expires_at', days === 0 ? '' : new Date(Math.ceil((administration.now() + days * DAY_MS) / 1000) * 1000).toISOString());
  };
  const hint = expires_at === '' ? undefined : say(t.creation.endsShown, { when: format.instant(expires_at) });
  return field(page, 'ends', say(t.creation.ends), { hint, problem: form.problem('expires_at') }, ({ id, describedBy, invalid }) => html`
    <select id=${id} aria-describedby=${describedBy} aria-invalid=${invalid} @change=${choose}>
      <option value="0" ?selected=${expires_at === ''}>${say(t.creation.endsNever)}</option>
      ${DAYS.map((days) => html`<option value=${days}>${say(t.creation.endsIn, { count: days })}</option>`)}
    </select>`);
}
