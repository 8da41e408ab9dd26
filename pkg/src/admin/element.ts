// The element: models, views and where one is, put together.
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import type { AccountsApi } from '../accounts/api.js';
import { client } from '../client.js';
import type { Authorize } from '../client/authorization.js';
import { formatFor } from './format.js';
import { Administration, type LoadRules } from './model/administration.js';
import type { Observed } from './model/observed.js';
import { formatRoute, parseRoute, type Route } from './model/route.js';
import { style } from './style.js';
import type { OtherTexts, Texts } from './text.js';
import { en } from './text/en.js';
import { replaced, say } from './text/message.js';
import { accountView } from './view/account.js';
import { auditView } from './view/audit.js';
import { creationView } from './view/creation.js';
import { deletedView } from './view/deleted.js';
import { leakView } from './view/leak.js';
import { listView } from './view/list.js';
import { navigation } from './view/navigation.js';
import type { Page, View } from './view/page.js';
import { loading, troubled } from './view/part.js';
import { templatesView } from './view/templates.js';

/** Languages beside English, each loaded when it is asked for. */
const LANGUAGES: Readonly<Record<string, () => Promise<Texts>>> = {};

/** The page of a company's service accounts. */
export class AccountsElement extends LitElement {
  static override readonly styles = style;
  static override readonly properties = {
    api: {},
    company: {},
    routing: {},
    accounts: { attribute: false },
    authorize: { attribute: false },
    loadRules: { attribute: false },
    texts: { attribute: false },
    trial: { type: Boolean },
  };

  declare api: string | undefined;
  declare company: string | undefined;
  declare routing: 'fragment' | 'events' | undefined;
  declare accounts: AccountsApi | undefined;
  declare authorize: Authorize | undefined;
  declare loadRules: LoadRules | undefined;
  declare texts: OtherTexts | undefined;
  declare trial: boolean | undefined;

  #administration: Administration | undefined = undefined;
  #route: Route = { screen: 'list', filter: {} };
  #open: ReadonlySet<string> = new Set();
  #watched = new Map<Observed, () => void>();
  #texts: Texts = en;
  #language = 'en';
  #told = '';

  /** Where one is. */
  get route(): Route {
    return this.#route;
  }

  set route(route: Route) {
    this.#enter(route);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#moved);
    addEventListener('beforeunload', this.#leaving);
    addEventListener('keydown', this.#pressed);
    if (this.routing !== 'events') this.#route = parseRoute(location.hash);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#moved);
    removeEventListener('beforeunload', this.#leaving);
    removeEventListener('keydown', this.#pressed);
    for (const end of this.#watched.values()) end();
    this.#watched.clear();
    this.#administration?.leave();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('texts') || !this.hasUpdated) void this.#speak();
    if (['api', 'company', 'accounts', 'authorize', 'loadRules'].some((name) => changed.has(name))) this.#begin();
  }

  override render(): View {
    const administration = this.#administration;
    if (administration === undefined) return html``;
    const page = this.#page(administration);
    return html`<div class="page" part="page">
      ${this.trial ? html`<p class="notice plain">${page.say(page.t.page.notAuthority)}</p>` : nothing}
      ${this.#screen(page, administration)}
      <p class="hidden" role="status">${this.#told}</p>
    </div>`;
  }

  #screen(page: Page, administration: Administration): View {
    const { route } = page;
    if (administration.me === undefined) return html`${troubled(page, administration)}${administration.trouble === undefined ? loading(page) : nothing}`;
    if (!administration.may('see')) return html`<div class="empty"><p>${page.say(page.t.page.noRights, { admin: 'admin', directory: 'directory' })}</p></div>`;
    if (administration.catalogue === undefined) return html`${troubled(page, administration)}${administration.trouble === undefined ? loading(page) : nothing}`;
    if (route.screen === 'new') return creationView(page, this.#watch(administration.creation));
    if (route.screen === 'account') return accountView(page, this.#watch(administration.account(route.clientId)), route.side);
    return html`${navigation(page)}${this.#companyScreen(page, administration)}`;
  }

  #companyScreen(page: Page, administration: Administration): View {
    const { screen } = page.route;
    if (screen === 'deleted') return deletedView(page, this.#watch(administration.deleted));
    if (screen === 'templates') return templatesView(page, this.#watch(administration.templates));
    if (screen === 'audit') return auditView(page, this.#watch(administration.audit));
    if (screen === 'leak') return leakView(page, this.#watch(administration.leak));
    return listView(page, this.#watch(administration.list));
  }

  #begin(): void {
    const accounts = this.accounts ?? this.#client();
    if (accounts === undefined) return;
    this.#administration = new Administration({ accounts, loadRules: this.loadRules });
    void this.#watch(this.#administration).open().then(() => this.#enter(this.#route));
  }

  #client(): AccountsApi | undefined {
    const { api, company, authorize } = this;
    return api && company ? client({ api, company, ...(authorize && { authorize }) }) : undefined;
  }

  /** Draws again when a model changes. */
  #watch<Model extends Observed>(model: Model): Model {
    if (!this.#watched.has(model)) this.#watched.set(model, model.subscribe(() => this.requestUpdate()));
    return model;
  }

  #page(administration: Administration): Page {
    return {
      administration,
      t: this.#texts,
      say: (message, values) => say(this.#language, message, values),
      format: formatFor(this.#language),
      route: this.#route,
      href: (route) => `#${formatRoute(route)}`,
      go: (route) => this.#go(route),
      announce: (text) => this.#announce(text),
      redraw: () => this.requestUpdate(),
      open: this.#open,
      toggle: (name, open) => this.#toggle(name, open),
      api: this.api,
    };
  }

  #toggle(name: string, open = !this.#open.has(name)): void {
    const names = new Set(this.#open);
    if (open) names.add(name);
    else names.delete(name);
    this.#open = names;
    this.requestUpdate();
  }

  #announce(text: string): void {
    this.#told = text;
    this.requestUpdate();
  }

  #go(route: Route): void {
    if (this.routing === 'events') {
      this.dispatchEvent(new CustomEvent('badgehouse-route', { detail: route, bubbles: true, composed: true }));
      this.#enter(route);
      return;
    }
    const fragment = `#${formatRoute(route)}`;
    // A search while it is typed is no place to come back to.
    if (route.screen === 'list' && this.#route.screen === 'list') {
      history.replaceState(history.state, '', fragment);
      this.#enter(route);
    } else if (location.hash !== fragment) location.hash = fragment;
  }

  #enter(route: Route): void {
    const elsewhere = route.screen !== this.#route.screen;
    this.#route = route;
    if (elsewhere) this.#open = new Set();
    const administration = this.#administration;
    if (administration?.catalogue === undefined) return;
    if (route.screen === 'list') void administration.list.show(route.filter);
    if (route.screen === 'account') void administration.account(route.clientId).show(route.side);
    if (route.screen === 'deleted' || route.screen === 'templates' || route.screen === 'audit' || route.screen === 'leak') void administration[route.screen].show();
    this.requestUpdate();
    if (elsewhere) void this.updateComplete.then(() => this.renderRoot.querySelector('h1')?.focus());
  }

  async #speak(): Promise<void> {
    const wanted = this.closest('[lang]')?.getAttribute('lang') || navigator.language;
    const load = LANGUAGES[wanted.split('-')[0] ?? ''];
    const texts = await load?.().catch(() => undefined);
    this.#language = texts === undefined && !wanted.startsWith('en') ? 'en' : wanted;
    this.#texts = replaced(texts ?? en, this.texts ?? {});
    this.requestUpdate();
  }

  readonly #moved = (): void => {
    if (this.routing !== 'events') this.#enter(parseRoute(location.hash));
  };

  readonly #leaving = (event: Event): void => {
    const { creation, dirty } = this.#administration ?? {};
    if (creation?.made?.unstored || dirty) event.preventDefault();
  };

  /** `/` searches, wherever the focus is in the element, or nowhere. */
  readonly #pressed = (event: KeyboardEvent): void => {
    const [target] = event.composedPath();
    const typing = target instanceof HTMLElement && (['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.isContentEditable);
    const ours = target === document.body || event.composedPath().includes(this);
    if (event.key !== '/' || typing || !ours || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = this.renderRoot.querySelector<HTMLInputElement>('#search');
    if (search === null || this.renderRoot.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    search.focus();
  };
}
