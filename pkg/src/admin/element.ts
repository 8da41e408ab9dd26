// The element: models, views and where one is, put together.
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import type { AccountsApi } from '../accounts/api.js';
import { client } from '../client.js';
import type { Authorize } from '../client/authorization.js';
import { formatFor } from './format.js';
import { languageOf, textsIn, type Spoken } from './language.js';
import { Administration, type LoadRules } from './model/administration.js';
import type { Observed } from './model/observed.js';
import { formatRoute, parseRoute, type Route } from './model/route.js';
import { style } from './style.js';
import type { OtherTexts, Texts } from './text.js';
import { replaced, say } from './text/message.js';
import { ruleIn } from './text/rule.js';
import type { Page, View } from './view/page.js';
import { loading, troubled, type Maybe } from './view/part.js';
import { createdView, screenView } from './view/screen.js';

/** Where a token is fetched, when nobody said: to be replaced by who copies it. */
const SOME_TOKEN_URL = '$TOKEN_URL';

/** For how long it is shown what was done, in milliseconds. */
const SAID_MS = 8_000;

/**
 * The page on which a company's administrators look after its service accounts. What it is told by properties alone, `BadgehouseAccounts` of
 * `badgehouse/admin` documents, too.
 *
 * @element badgehouse-accounts
 * @tagname badgehouse-accounts
 *
 * @attr {string} lang - In which language it speaks, `en` or `de`; left out, that of what it stands in, and the browser's where nothing says it.
 * @attr {'light' | 'dark'} theme - Left out: as the page around, by `color-scheme`, or as the system.
 *
 * @fires {CustomEvent<Route>} badgehouse-route - With `routing="events"`: somebody went to the place in `detail`. The host may set `route` to it later.
 *
 * @cssprop [--badgehouse-accent=light-dark(#1d4ed8, #8ab4ff)] - Links, main buttons, what is chosen, the focus.
 * @cssprop [--badgehouse-on-accent=light-dark(#fff, #0b1220)] - Text on the accent.
 * @cssprop [--badgehouse-text=light-dark(#16181d, #e8eaf0)] - Text.
 * @cssprop [--badgehouse-muted=light-dark(#565d6b, #a3abba)] - Text that matters less.
 * @cssprop [--badgehouse-surface=light-dark(#fff, #14171d)] - What everything stands on.
 * @cssprop [--badgehouse-raised=light-dark(#f6f7f9, #1c2029)] - Headers of tables, notices, what the pointer is on.
 * @cssprop [--badgehouse-line=light-dark(#dfe2e8, #2e3441)] - Lines between things.
 * @cssprop [--badgehouse-control=light-dark(#868d9c, #6f788a)] - Lines around what is pressed or typed into.
 * @cssprop [--badgehouse-danger=light-dark(#b3261e, #ff9d94)] - What is broken, and what ends something.
 * @cssprop [--badgehouse-on-danger=light-dark(#fff, #2b0b08)] - Text on that.
 * @cssprop [--badgehouse-warning=light-dark(#8a5300, #ffc46b)] - What needs a look.
 * @cssprop [--badgehouse-good=light-dark(#17703a, #7ddc9f)] - What works.
 * @cssprop [--badgehouse-radius=8px] - How round corners are.
 * @cssprop [--badgehouse-font=system-ui, sans-serif] - The font.
 * @cssprop [--badgehouse-mono=ui-monospace, monospace] - The font of ids and programs.
 * @cssprop [--badgehouse-width=1180px] - How wide it gets.
 * @cssprop [--badgehouse-top=0px] - How much of the window's top the host covers, so that the head of a long table stays in sight.
 *
 * @csspart page - All of it.
 * @csspart navigation - The links between the company's screens.
 * @csspart filters - The search and the filters of the list.
 * @csspart table - The box around a table.
 * @csspart form - A form.
 * @csspart field - A labelled control with its hint.
 * @csspart input - A control to type into or choose from.
 * @csspart button - A button; also `primary`, `danger` or `plain`, as it is.
 * @csspart new - The button that leads to a new account.
 * @csspart stored - The button by which one says that a secret is stored.
 * @csspart copy - A button that copies.
 * @csspart copyable - A text with its copy button.
 * @csspart credential - A secret, a public key or an outside issuer.
 * @csspart event - An event of the audit.
 * @csspart badge - A state; also that state's name, such as `broken`.
 * @csspart notice - What went wrong or has to be known.
 * @csspart said - What was done, said in passing.
 * @csspart empty - What stands in place of an empty list.
 * @csspart dialog - A dialog.
 */
export class AccountsElement extends LitElement {
  static override readonly styles = style;
  static override readonly properties = {
    api: {},
    company: {},
    routing: {},
    tokenUrl: { attribute: 'token-url' },
    accounts: { attribute: false },
    authorize: { attribute: false },
    loadRules: { attribute: false },
    texts: { attribute: false },
    trial: { type: Boolean },
  };

  /** Where the API begins, as for `client` of `badgehouse/client`. */
  declare api: string | undefined;
  /** Which company is administered. */
  declare company: string | undefined;
  /** `fragment`, when left out: places are fragments of the page's address. `events`: the host is told of each by `badgehouse-route`, and may set `route`. */
  declare routing: 'fragment' | 'events' | undefined;
  /** Where programs fetch tokens, for the commands that are shown to be copied; left out, `$TOKEN_URL` stands there. */
  declare tokenUrl: string | undefined;
  /** In place of `api`: what is administered, such as `engine.accounts(by, company)`. */
  declare accounts: AccountsApi | undefined;
  /** Gives the headers that say who asks; without it, cookies do, if your API goes by them. */
  declare authorize: Authorize | undefined;
  /** Loads the rules for forms, such as `(catalogue) => rules(catalogue)` of `badgehouse/rules`. Without it, what a form breaks is told when it is sent. */
  declare loadRules: LoadRules | undefined;
  /** Other texts in place of the page's, by their names. */
  declare texts: OtherTexts | undefined;
  /** Whether it says that it is no authority. */
  declare trial: boolean | undefined;

  #administration: Administration | undefined = undefined;
  #route: Route = { screen: 'list', filter: {} };
  #open: ReadonlySet<string> = new Set();
  #watched = new Map<Observed, () => void>();
  /** Nothing until it is known in which language; those of the first screen, until another wants the rest. */
  #texts: Texts | undefined = undefined;
  #written: Spoken['written'] = undefined;
  /** How many of them are there: `first`, `all`, or only the first since the rest did not come. */
  #has: Page['has'] = 'first';
  /** Whether a screen has asked for all of them. */
  #all = false;
  #language = 'en';
  #told = '';
  #forgetting: ReturnType<typeof setTimeout> | undefined = undefined;
  /** Whether the heading of what is drawn next takes the focus, since one went there. */
  #focusing = false;
  /** Whether the page around says by `lang` in which language it is. */
  readonly #around = new MutationObserver(() => void this.#speak());

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

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
    this.#around.observe(document.documentElement, { attributeFilter: ['lang'] });
    if (this.routing !== 'events' && isPlace(location.hash)) this.#route = parseRoute(location.hash);
    void this.#speak();
    // It was only moved to another place of the document.
    if (this.#administration !== undefined) this.#watch(this.#administration);
    this.#enter(this.#route);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#moved);
    removeEventListener('beforeunload', this.#leaving);
    removeEventListener('keydown', this.#pressed);
    this.#around.disconnect();
    this.#end();
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === 'lang') void this.#speak();
    else super.attributeChangedCallback(name, before, now);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('texts')) void this.#speak();
    if (['api', 'company', 'accounts', 'authorize', 'loadRules'].some((name) => changed.has(name))) this.#begin();
  }

  override render(): View {
    const [administration, texts] = [this.#administration, this.#texts];
    if (administration === undefined || texts === undefined) return html``;
    const page = this.#page(administration, texts);
    return html`<div class="page" part="page" lang=${this.#language} @click=${this.#followed}>
      ${this.trial ? html`<p class="notice plain" part="notice">${page.say(page.t.page.notAuthority)}</p>` : nothing}
      ${this.#screen(page, administration)}
      ${createdView(page, (model) => this.#watch(model))}
      <p class=${this.#told === '' ? 'hidden' : 'said'} role="status" part="said">${this.#told}</p>
    </div>`;
  }

  override updated(): void {
    if (!this.#focusing) return;
    const heading = this.renderRoot.querySelector('h1');
    if (heading === null) return;
    this.#focusing = false;
    heading.focus();
    this.renderRoot.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #screen(page: Page, administration: Administration): Maybe {
    const { me, catalogue, trouble } = administration;
    if (me !== undefined && !administration.may('see')) return html`<div class="empty"><p>${page.say(page.t.page.noRights, { admin: 'admin', directory: 'directory' })}</p></div>`;
    if (me === undefined || catalogue === undefined) return html`${troubled(page, administration)}${trouble === undefined ? loading(page) : nothing}`;
    return screenView(page, (model) => this.#watch(model));
  }

  #begin(): void {
    this.#end();
    const accounts = this.accounts ?? this.#client();
    if (accounts === undefined) return;
    const administration = new Administration({ accounts, loadRules: this.loadRules });
    this.#administration = administration;
    void this.#watch(administration).open().then(() => this.#administration === administration && this.#enter(this.#route));
  }

  /** Waits for nothing any more and watches nothing. */
  #end(): void {
    for (const end of this.#watched.values()) end();
    this.#watched.clear();
    this.#administration?.leave();
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

  #page(administration: Administration, texts: Texts): Page {
    return {
      administration,
      t: texts,
      say: (message, values) => say(this.#language, message, values),
      rule: (detail) => this.#rule(texts, detail),
      format: formatFor(this.#language),
      route: this.#route,
      href: (route) => `#${formatRoute(route)}`,
      go: (route) => this.#go(route),
      announce: (text) => this.#announce(text),
      redraw: () => this.requestUpdate(),
      enter: () => this.#enter(this.#route),
      open: this.#open,
      toggle: (name, open) => this.#toggle(name, open),
      has: this.#has,
      speakAll: (again = false) => this.#speakAll(again),
      api: this.api,
      tokenUrl: this.tokenUrl ?? administration.me?.service.token_endpoint ?? SOME_TOKEN_URL,
    };
  }

  #rule(texts: Texts, detail: string): string {
    const [rule, values] = (this.#written && ruleIn(texts.rules, this.#written, detail)) ?? [];
    return rule === undefined ? detail : say(this.#language, rule, values);
  }

  #toggle(name: string, open = !this.#open.has(name)): void {
    if (open === this.#open.has(name)) return;
    const names = new Set(this.#open);
    if (open) names.add(name);
    else names.delete(name);
    this.#open = names;
    this.requestUpdate();
  }

  /** What was said before is said again, too, since it is another time. */
  #announce(text: string): void {
    this.#told = this.#told === text ? `${text}\u00a0` : text;
    this.requestUpdate();
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => this.#forget(), SAID_MS);
  }

  #forget(): void {
    this.#told = '';
    this.requestUpdate();
  }

  #go(route: Route): void {
    if (this.routing === 'events') {
      if (this.#enter(route)) this.dispatchEvent(new CustomEvent('badgehouse-route', { detail: route, bubbles: true, composed: true }));
      return;
    }
    const fragment = `#${formatRoute(route)}`;
    // A search while it is typed is no place to come back to.
    if (route.screen === 'list' && this.#route.screen === 'list') {
      history.replaceState(history.state, '', fragment);
      this.#enter(route);
    } else if (location.hash !== fragment) location.hash = fragment;
  }

  /** Goes to a place, unless a secret would be lost by that. */
  #enter(route: Route): boolean {
    const administration = this.#administration;
    const elsewhere = formatPath(route) !== formatPath(this.#route);
    if (elsewhere && administration?.unstored === true) {
      this.#toggle('leave-secret', true);
      return false;
    }
    // Also another side of an account: what was asked is not asked any more when one comes back.
    if (elsewhere || formatSide(route) !== formatSide(this.#route)) {
      this.#open = new Set();
      administration?.looked?.unask();
    }
    if (elsewhere) {
      this.#focusing = true;
      if (this.#route.screen === 'leak') administration?.leak.leave();
    }
    this.#route = route;
    if (administration?.catalogue !== undefined) void shown(administration, route).catch(() => undefined);
    this.requestUpdate();
    return true;
  }

  async #speak(): Promise<void> {
    const [wanted, all] = [languageOf(this), this.#all];
    const spoken = await (all ? this.#rest(wanted) : textsIn(wanted, false, this.texts !== undefined)).catch(() => undefined);
    // It may be another by now.
    if (wanted !== languageOf(this) || all !== this.#all) return;
    this.#has = spoken === undefined ? 'lost' : all ? 'all' : 'first';
    if (spoken !== undefined) {
      this.#language = spoken.language;
      this.#written = spoken.written;
      // Views that have other texts are drawn when all are there.
      this.#texts = replaced(spoken.texts, this.texts ?? {}) as Texts;
    }
    this.requestUpdate();
  }

  /** All texts, and the looks of the screens that have them. */
  async #rest(wanted: string): Promise<Spoken> {
    const [spoken, { sides }] = await Promise.all([textsIn(wanted, true, this.texts !== undefined), import('./style/sides.js')]);
    const root = this.renderRoot as ShadowRoot;
    const sheets = sides.flatMap(({ styleSheet }) => styleSheet ?? []);
    if (!sheets.every((sheet) => root.adoptedStyleSheets.includes(sheet))) root.adoptedStyleSheets.push(...sheets);
    return spoken;
  }

  /** A screen wants all texts. */
  #speakAll(again: boolean): void {
    if (this.#all && !again) return;
    this.#all = true;
    this.#has = 'first';
    void this.#speak();
  }

  readonly #moved = (): void => {
    if (this.routing === 'events' || !isPlace(location.hash)) return;
    const before = this.#route;
    // The way back leads there still, once the secret is stored.
    if (!this.#enter(parseRoute(location.hash))) history.pushState(history.state, '', `#${formatRoute(before)}`);
  };

  /** Where the host chooses addresses, links are followed by telling it. */
  readonly #followed = (event: MouseEvent): void => {
    const link = (event.target as Element).closest('a[href^="#/"]');
    if (this.routing !== 'events' || link === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#go(parseRoute(link.getAttribute('href') ?? ''));
  };

  readonly #leaving = (event: Event): void => {
    const { unstored, dirty } = this.#administration ?? {};
    if (unstored || dirty) event.preventDefault();
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

/** Reads what a place shows. */
async function shown(administration: Administration, route: Route): Promise<void> {
  if (route.screen === 'list') return administration.list.show(route.filter);
  if (route.screen === 'account') return (await administration.account(route.clientId)).show(route.side);
  if (route.screen !== 'new') await administration[route.screen].show();
}

/** Whether a fragment is one of the page's places: the host may have others. */
function isPlace(fragment: string): boolean {
  return fragment === '' || fragment.startsWith('#/');
}

/** Which side of an account a place is. */
function formatSide(route: Route): string {
  return route.screen === 'account' ? route.side : '';
}

/** A place without what is only chosen there. */
function formatPath(route: Route): string {
  return route.screen === 'list' ? '/' : formatRoute(route.screen === 'account' ? { ...route, side: 'overview' } : route);
}
