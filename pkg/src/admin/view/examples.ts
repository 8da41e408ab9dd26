// How a program uses an account.
import { html } from 'lit';
import type { Examples } from '../model/examples.js';
import type { Page, View } from './page.js';

export function examplesView(_page: Page, examples: Examples): View {
  return html`<p><code>${examples.of.clientId}</code></p>`;
}
