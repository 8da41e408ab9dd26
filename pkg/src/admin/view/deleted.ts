// Deleted accounts that can be brought back.
import { html } from 'lit';
import type { DeletedList } from '../model/deleted.js';
import type { Page, View } from './page.js';

export function deletedView({ t, say }: Page, _deleted: DeletedList): View {
  return html`<h1 tabindex="-1">${say(t.page.tabs.deleted)}</h1>`;
}
