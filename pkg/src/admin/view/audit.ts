// The company’s audit.
import { html } from 'lit';
import type { CompanyAudit } from '../model/audit.js';
import type { Page, View } from './page.js';

export function auditView({ t, say }: Page, _audit: CompanyAudit): View {
  return html`<h1 tabindex="-1">${say(t.page.tabs.audit)}</h1>`;
}
