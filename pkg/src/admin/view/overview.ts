// An account as such: its details, disabling and enabling, its tokens, its end.
import { html } from 'lit';
import type { Overview } from '../model/overview.js';
import type { Page, View } from './page.js';

export function overviewView(_page: Page, overview: Overview): View {
  return html`<p><code>${overview.of.clientId}</code></p>`;
}
