// An account’s secrets, public keys and outside issuers.
import { html } from 'lit';
import type { Credentials } from '../model/credentials.js';
import type { Page, View } from './page.js';

export function credentialsView(_page: Page, credentials: Credentials): View {
  return html`<p><code>${credentials.of.clientId}</code></p>`;
}
