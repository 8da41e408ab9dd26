// An account’s contact in the company’s directory.
import { html } from 'lit';
import type { ContactModel } from '../model/contact.js';
import type { Page, View } from './page.js';

export function contactView(_page: Page, contact: ContactModel): View {
  return html`<p><code>${contact.of.clientId}</code></p>`;
}
