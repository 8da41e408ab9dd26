// What is drawn at a place.
import { html } from 'lit';
import type { Observed } from '../model/observed.js';
import { accountView } from './account.js';
import { auditView } from './audit.js';
import { creationView } from './creation.js';
import { deletedView } from './deleted.js';
import { leakView } from './leak.js';
import { listView } from './list.js';
import { navigation } from './navigation.js';
import type { Page, View } from './page.js';
import { templatesView } from './templates.js';

/** Whoever draws a model draws it again when it changes. */
export type Watch = <Model extends Observed>(model: Model) => Model;

export function screenView(page: Page, watch: Watch): View {
  const { route, administration } = page;
  if (route.screen === 'new') return creationView(page, watch(administration.creation));
  if (route.screen === 'account') return accountView(page, watch(administration.account(route.clientId)), route.side);
  return html`${navigation(page)}${companyScreen(page, watch)}`;
}

function companyScreen(page: Page, watch: Watch): View {
  const { route, administration } = page;
  if (route.screen === 'deleted') return deletedView(page, watch(administration.deleted));
  if (route.screen === 'templates') return templatesView(page, watch(administration.templates));
  if (route.screen === 'audit') return auditView(page, watch(administration.audit));
  if (route.screen === 'leak') return leakView(page, watch(administration.leak));
  return listView(page, watch(administration.list));
}
