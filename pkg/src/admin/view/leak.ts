// Whether a text is a secret.
import { html } from 'lit';
import type { LeakSearch } from '../model/leak.js';
import type { Page, View } from './page.js';

export function leakView({ t, say }: Page, _leak: LeakSearch): View {
  return html`<h1 tabindex="-1">${say(t.page.tabs.leak)}</h1>`;
}
