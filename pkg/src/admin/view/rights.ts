// What an account may do, in the company and by project.
import { html } from 'lit';
import type { Rights } from '../model/rights.js';
import type { Page, View } from './page.js';

export function rightsView(_page: Page, rights: Rights): View {
  return html`<p><code>${rights.of.clientId}</code></p>`;
}
