// An account’s usage by day.
import { html } from 'lit';
import type { Usage } from '../model/usage.js';
import type { Page, View } from './page.js';

export function usageView(_page: Page, usage: Usage): View {
  return html`<p><code>${usage.of.clientId}</code></p>`;
}
