// The ways between the company's screens.
import { html, nothing } from 'lit';
import type { Route } from '../model/route.js';
import type { Page, View } from './page.js';

/** The company's screens, which are reached from each other. */
export function navigation({ t, say, href, route, administration }: Page): View {
  const places: readonly (readonly [Route, string])[] = [
    [{ screen: 'list', filter: administration.list.filter }, say(t.page.tabs.accounts)],
    [{ screen: 'templates' }, say(t.page.tabs.templates)],
    [{ screen: 'holders' }, say(t.page.tabs.holders)],
    [{ screen: 'contacts' }, say(t.page.tabs.contacts)],
    [{ screen: 'audit' }, say(t.page.tabs.audit)],
    [{ screen: 'deleted' }, say(t.page.tabs.deleted)],
    [{ screen: 'leak' }, say(t.page.tabs.leak)],
  ];
  return html`<nav class="company" part="navigation" aria-label=${say(t.page.navigation)}>
    ${places.map(([place, name]) => html`<a href=${href(place)} aria-current=${place.screen === route.screen ? 'page' : nothing}>${name}</a>`)}
  </nav>`;
}
