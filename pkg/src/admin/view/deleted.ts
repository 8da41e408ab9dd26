// Deleted accounts that can be brought back.
import { html, nothing } from 'lit';
import type { DeletedAccount } from '../../accounts/account.js';
import type { DeletedList } from '../model/deleted.js';
import { asking, failed, reasonField } from './ask.js';
import { appName, shortId } from './list.js';
import { button, lacking, loading, moment, type Maybe } from './part.js';
import type { Page, View } from './page.js';

export function deletedView(page: Page, deleted: DeletedList): View {
  const { t, say, format, administration } = page;
  const seconds = administration.me?.policy.undelete_seconds;
  const lacks = lacking(page, 'administer_accounts');
  return html`<div class="head"><h1 tabindex="-1">${say(t.deleted.title)}</h1>
      ${seconds === undefined ? nothing : html`<p class="lead">${say(t.deleted.lead, { duration: format.duration(seconds) })}</p>`}</div>
    ${lacks === undefined ? html`${deleted.items.some(({ client_id }) => page.open.has(`undelete ${client_id}`)) ? nothing : failed(page, deleted, () => void deleted.reload())}${found(page, deleted)}` : html`<div class="empty"><p>${lacks}</p></div>`}`;
}

function found(page: Page, deleted: DeletedList): Maybe {
  const { t, say } = page;
  const { items, complete, trouble, busy } = deleted;
  if (items.length === 0 && complete !== true) return trouble === undefined ? loading(page) : nothing;
  if (items.length === 0) return html`<div class="empty"><h2>${say(t.deleted.empty)}</h2><p>${say(t.deleted.emptyText)}</p></div>`;
  const more = complete === false ? html`<div>${button(page, say(t.page.more), () => void deleted.more(), { of: deleted, action: 'more' })}</div>` : nothing;
  const asked = items.find(({ client_id }) => page.open.has(`undelete ${client_id}`));
  return html`<div class="table" part="table" aria-busy=${busy === 'more'}><table class="cards" role="table">
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${say(t.deleted.name)}</th><th scope="col" role="columnheader">${say(t.deleted.deletedAt)}</th>
        <th scope="col" role="columnheader">${say(t.deleted.until)}</th><th scope="col" role="columnheader"><span class="hidden">${say(t.deleted.undelete)}</span></th></tr></thead>
      <tbody role="rowgroup">${items.map((account) => row(page, deleted, account))}</tbody></table></div>
    ${more}
    ${asked === undefined ? nothing : bringBack(page, deleted, asked)}`;
}

function row(page: Page, deleted: DeletedList, account: DeletedAccount): View {
  const { t, say } = page;
  const { client_id, name, deleted_at, undelete_until } = account;
  const type = account.app_type === 'marketplace' ? appName(page, account.app) : say(t.page.appType.custom);
  return html`<tr role="row"><th scope="row" role="rowheader"><span dir="auto">${name}</span><br /><span class="small muted">${type} · <code dir="ltr" title=${client_id}>${shortId(client_id)}</code></span></th>
    <td role="cell" data-label=${say(t.deleted.deletedAt)}>${moment(page, deleted_at)}</td><td role="cell" data-label=${say(t.deleted.until)}>${moment(page, undelete_until)}</td>
    <td role="cell" class="number">${button(page, say(t.deleted.undelete), () => page.toggle(`undelete ${client_id}`, true), { of: deleted, needs: 'administer_accounts', about: name })}</td></tr>`;
}

function bringBack(page: Page, deleted: DeletedList, { client_id, name }: DeletedAccount): Maybe {
  const { t, say, go, announce } = page;
  const why = deleted.reasonProblem && page.rule(deleted.reasonProblem);
  return asking(page, {
    name: `undelete ${client_id}`,
    title: say(t.deleted.ask, { name }),
    label: say(t.deleted.undelete),
    send: async () => (await deleted.undelete(client_id)) !== undefined,
    then: () => {
      announce(say(t.deleted.done, { name }));
      go({ screen: 'account', clientId: client_id, side: 'credentials' });
    },
    options: { of: deleted, action: 'undelete', needs: 'administer_accounts', why },
    // It is another account's next.
    closed: () => deleted.explain(''),
    body: html`${failed(page, deleted, () => void deleted.reload())}<p>${say(t.deleted.askText)}</p>
      ${reasonField(page, deleted, true)}`,
  });
}
