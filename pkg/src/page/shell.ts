// The company's Admin tool around the element: Admin → Company Settings → Service Accounts.
import { html, nothing, render, type TemplateResult } from 'lit';
import { text } from './text.js';

/** Places that are the shell's own; every other fragment is the element's. */
const ADMIN = '#/admin';
const SETTINGS = '#/admin/company-settings';
const ACCOUNTS = '#/';

/** Draws the shell into the page, with the element in its place. */
export function shell(company: string, element: HTMLElement): void {
  const draw = () => render(drawn(company, element), document.body);
  addEventListener('hashchange', draw);
  document.documentElement.lang = navigator.language;
  if (location.hash === '') history.replaceState(null, '', ADMIN);
  draw();
}

/** In place of everything: how to get in. */
export function noSession(): void {
  render(html`<main class="outside"><h1>${text.noLink}</h1><p>${text.noLinkText}</p>
    <pre>badgehouse admin-link --company acme</pre><p>${text.made}</p></main>`, document.body);
}

function drawn(company: string, element: HTMLElement): TemplateResult {
  const at = location.hash;
  const own = at === ADMIN || at === SETTINGS;
  return html`
    <a class="skip" href="#content" @click=${skip}>${text.skip}</a>
    <header><a class="company" href=${ADMIN} dir="auto">${company}</a>
      <nav aria-label=${text.place}><ol>
        ${step(ADMIN, text.adminTool, at === ADMIN)}
        ${at === ADMIN ? nothing : step(SETTINGS, text.settings, at === SETTINGS)}
        ${own ? nothing : step(ACCOUNTS, text.accounts, at === ACCOUNTS)}
      </ol></nav></header>
    <main id="content" tabindex="-1">
      ${at === ADMIN ? tiles(text.adminTool, SETTINGS, text.settings, text.settingsHint) : nothing}
      ${at === SETTINGS ? tiles(text.settings, ACCOUNTS, text.accounts, text.accountsHint) : nothing}
      <div ?hidden=${own}>${element}</div>
    </main>`;
}

function step(place: string, name: string, here: boolean): TemplateResult {
  return html`<li><a href=${place} aria-current=${here ? 'page' : nothing}>${name}</a></li>`;
}

function tiles(title: string, place: string, name: string, hint: string): TemplateResult {
  return html`<div class="tiles"><h1>${title}</h1><ul><li><a href=${place}><strong>${name}</strong><span>${hint}</span></a></li></ul></div>`;
}

/** A link to a fragment would be a place of its own. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
