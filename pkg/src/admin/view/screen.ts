// What is drawn at a place.
import { html, nothing } from 'lit';
import type { Observed } from '../model/observed.js';
import { later } from './later.js';
import { listView } from './list.js';
import { navigation } from './navigation.js';
import type { Page } from './page.js';
import { loading, type Maybe } from './part.js';

const account = () => import('./account.js');
const contacts = () => import('./contacts.js');
const holders = () => import('./holders.js');
const audit = () => import('./audit.js');
const creation = () => import('./creation.js');
const deleted = () => import('./deleted.js');
const leak = () => import('./leak.js');
const templates = () => import('./templates.js');

/** Whoever draws a model draws it again when it changes. */
export type Watch = <Model extends Observed>(model: Model) => Model;

export function screenView(page: Page, watch: Watch): Maybe {
  const { route, administration } = page;
  if (route.screen === 'new') return later(page, creation, ({ creationView }) => creationView(page, watch(administration.creation)));
  if (route.screen === 'account') {
    const { clientId, side } = route;
    return later(page, account, ({ accountView }) => {
      const { looked } = administration;
      return looked?.clientId === clientId ? accountView(page, watch(looked), side) : loading(page);
    });
  }
  return html`${navigation(page)}${companyScreen(page, watch)}`;
}

function companyScreen(page: Page, watch: Watch): Maybe {
  const { route, administration } = page;
  if (route.screen === 'contacts') return later(page, contacts, ({ contactsView }) => contactsView(page, watch(administration.contacts)));
  if (route.screen === 'holders') return later(page, holders, ({ holdersView }) => holdersView(page, watch(administration.holders)));
  if (route.screen === 'deleted') return later(page, deleted, ({ deletedView }) => deletedView(page, watch(administration.deleted)));
  if (route.screen === 'templates') return later(page, templates, ({ templatesView }) => templatesView(page, watch(administration.templates)));
  if (route.screen === 'audit') return later(page, audit, ({ auditView }) => auditView(page, watch(administration.audit)));
  if (route.screen === 'leak') return later(page, leak, ({ leakView }) => leakView(page, watch(administration.leak)));
  return listView(page, watch(administration.list));
}

/** A secret that was just made, wherever one is by now: the form that made it has loaded the view. */
export function createdView(page: Page, watch: Watch): Maybe {
  const form = watch(page.administration.creation);
  return form.made === undefined ? nothing : later(page, creation, ({ createdView }) => createdView(page, form));
}
