// Templates of levels.
import { html } from 'lit';
import type { TemplateList } from '../model/templates.js';
import type { Page, View } from './page.js';

export function templatesView({ t, say }: Page, _templates: TemplateList): View {
  return html`<h1 tabindex="-1">${say(t.page.tabs.templates)}</h1>`;
}
