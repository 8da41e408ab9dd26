// The contacts of service accounts in the company's directory.
import { html, nothing } from 'lit';
import type { MachineContact } from '../../accounts/account.js';
import type { ContactList } from '../model/contacts.js';
import { shortId } from './list.js';
import { button, lacking, loading, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';

export function contactsView(page: Page, contacts: ContactList): View {
  const { t, say } = page;
  const lacks = lacking(page, 'administer_directory');
  return html`<div class="head"><h1 tabindex="-1">${say(t.contacts.title)}</h1><p class="lead">${say(t.contacts.lead)}</p></div>
    ${lacks === undefined ? html`${troubled(page, contacts)}${found(page, contacts)}` : html`<div class="empty"><p>${lacks}</p></div>`}`;
}

function found(page: Page, contacts: ContactList): Maybe {
  const { t, say } = page;
  const { items, complete, trouble, busy } = contacts;
  if (items.length === 0 && complete !== true) return trouble === undefined ? loading(page) : nothing;
  if (items.length === 0) return html`<div class="empty"><h2>${say(t.contacts.empty)}</h2><p>${say(t.contacts.emptyText)}</p></div>`;
  return html`<div class="table" part="table" aria-busy=${busy === 'more'}><table class="cards" role="table" aria-label=${say(t.contacts.title)}>
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${say(t.contacts.account)}</th><th scope="col" role="columnheader">${say(t.contacts.email)}</th></tr></thead>
      <tbody role="rowgroup">${items.map((contact) => row(page, contact))}</tbody></table></div>
    ${complete === false ? html`<div>${button(page, say(t.page.more), () => void contacts.more(), { of: contacts, action: 'more' })}</div>` : nothing}`;
}

function row({ t, say, href }: Page, { client_id, name, email }: MachineContact): View {
  return html`<tr role="row"><th scope="row" role="rowheader"><a href=${href({ screen: 'account', clientId: client_id, side: 'contact' })} dir="auto">${name}</a><br />
      <code class="small muted" dir="ltr" title=${client_id}>${shortId(client_id)}</code></th>
    <td role="cell" data-label=${say(t.contacts.email)}><span dir="auto">${email}</span></td></tr>`;
}
