// An account: its head, and one side of it.
import { html, nothing } from 'lit';
import type { AccountModel } from '../model/account.js';
import { SIDES, type Side } from '../model/route.js';
import { current } from './arrived.js';
import { contactView } from './contact.js';
import { credentialsView } from './credentials.js';
import { examplesView } from './examples.js';
import { historyView } from './history.js';
import { overviewView } from './overview.js';
import { shortId } from './list.js';
import { lacking, loading, stateBadge, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { rightsView } from './rights.js';
import { usageView } from './usage.js';

export function accountView(page: Page, model: AccountModel, side: Side): View {
  const { account, known, sides } = model;
  const { t, say, href } = page;
  const whole = lacking(page, 'administer_accounts');
  const back = whole === undefined
    ? html`<a class="back" href=${href({ screen: 'list', filter: page.administration.list.filter })}>← ${say(t.page.title)}</a>`
    : html`<a class="back" href=${href({ screen: 'contacts' })}>← ${say(t.contacts.title)}</a>`;
  if (!known) return html`${back}<h1 tabindex="-1" class="hidden">${say(t.page.title)}</h1>${troubled(page, model)}${model.trouble === undefined ? loading(page) : nothing}`;
  const name = model.name ?? shortId(model.clientId);
  const edited = (each: Side) => (each === 'overview' && model.overview.details.dirty) || (each === 'rights' && model.rights.dirty) || (each === 'contact' && model.contact.dirty);
  return html`
    ${back}
    <div class="head"><h1 tabindex="-1" dir="auto">${name}</h1>${account === undefined ? nothing : stateBadge(page, account.state)}</div>
    <nav class="tabs" aria-label=${name} ${current(side)}>${SIDES.map((each) => html`<a href=${href({ screen: 'account', clientId: model.clientId, side: each })}
      aria-current=${each === side ? 'page' : nothing}>${say(t.page.sides[each])}${edited(each) ? html`<span class="edited" aria-hidden="true"></span><span class="hidden"> (${say(t.page.unsaved)})</span>` : nothing}</a>`)}</nav>
    ${troubled(page, model)}
    ${sides.includes(side) ? sideView(page, model, side) : html`<p class="notice plain">${whole}</p>`}
  `;
}

function sideView(page: Page, model: AccountModel, side: Side): Maybe {
  if (side === 'credentials') return credentialsView(page, model.credentials);
  if (side === 'rights') return rightsView(page, model.rights);
  if (side === 'contact') return contactView(page, model.contact);
  if (side === 'usage') return usageView(page, model.usage);
  if (side === 'audit') return historyView(page, model.history);
  if (side === 'try') return examplesView(page, model.examples);
  return overviewView(page, model.overview);
}
