// The administrator's page as a custom element, `<badgehouse-accounts>`: importing this defines it. It brings all it needs.
import type { AccountsApi } from './accounts/api.js';
import { AccountsElement } from './admin/element.js';
import type { LoadRules } from './admin/model/administration.js';
import type { Route } from './admin/model/route.js';
import type { OtherTexts } from './admin/text.js';
import type { Authorize } from './client/authorization.js';

export type { AccountsApi, Authorize, LoadRules, OtherTexts, Route };

/**
 * The service accounts of a company, to be administered by hand.
 *
 *     <badgehouse-accounts api="/badgehouse/v1" company="acme"></badgehouse-accounts>
 */
export interface BadgehouseAccounts extends HTMLElement {
  /** Where the API begins, as for `client` of `badgehouse/client`; also an attribute. */
  api: string | undefined;
  /** Which company is administered; also an attribute. */
  company: string | undefined;
  /** In place of `api`: what is administered, such as `engine.accounts(by, company)`. */
  accounts: AccountsApi | undefined;
  /** Gives the headers that say who asks; without it, cookies do, if your API goes by them. */
  authorize: Authorize | undefined;
  /** Loads the rules for forms, such as `(catalogue) => rules(catalogue)` of `badgehouse/rules`. Without it, what a form breaks is told when it is sent. */
  loadRules: LoadRules | undefined;
  /** Other texts in place of the page's. */
  texts: OtherTexts | undefined;
  /** `fragment`, when left out: places are fragments of the page's address. `events`: the host is told of each by `badgehouse-route`, and may set `route`; also an attribute. */
  routing: 'fragment' | 'events' | undefined;
  /** Where programs fetch tokens, for the commands that are shown to be copied; left out, `$TOKEN_URL` stands there. Also an attribute, `token-url`. */
  tokenUrl: string | undefined;
  /** Whether it says that it is no authority; also an attribute. */
  trial: boolean | undefined;
  /** Where one is. */
  route: Route;
}

/** What the tag takes, for frameworks that check tags: for React, Vue and Svelte see docs/page.md of the repository. */
export type BadgehouseAccountsProperties = Partial<
  Pick<BadgehouseAccounts, 'api' | 'company' | 'accounts' | 'authorize' | 'loadRules' | 'texts' | 'routing' | 'tokenUrl' | 'trial' | 'route'>
>;

declare global {
  interface HTMLElementTagNameMap {
    'badgehouse-accounts': BadgehouseAccounts;
  }
  interface HTMLElementEventMap {
    'badgehouse-route': CustomEvent<Route>;
  }
}

/** The class of the element. */
export const BadgehouseAccounts: {
  /** Made by the document, where the tag stands. */
  new (): BadgehouseAccounts;
} = AccountsElement;

// Two copies of the package in one page may both be asked to.
if (!customElements.get('badgehouse-accounts')) customElements.define('badgehouse-accounts', AccountsElement);
