// What was done to an account.
import { html } from 'lit';
import type { History } from '../model/history.js';
import type { Page, View } from './page.js';

export function historyView(_page: Page, history: History): View {
  return html`<p><code>${history.of.clientId}</code></p>`;
}
