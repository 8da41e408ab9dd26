// A secret, this once.
import { html, nothing } from 'lit';
import type { ShownOnce } from '../model/shown-once.js';
import { button, copyable, copyButton, copyTold, dialog, type Maybe } from './part.js';
import type { Page, View } from './page.js';

/** What else stands in the dialog. */
export interface Beside {
  /** Below the secret. */
  readonly more?: Maybe;
  /** Where there is no secret to show: goes to where another is added. */
  readonly another?: () => void;
}

/** `done`: it was stored, or is given up. */
export function shownOnce(page: Page, shown: ShownOnce, done: () => void, { more = nothing, another }: Beside = {}): View {
  if (shown.notice !== undefined) return lost(page, shown, done, { more, ...(another && { another }) });
  if (page.open.has('leave-secret')) return leaving(page, done);
  const { t, say } = page;
  const curl = say(t.shown.curl);
  return dialog(page, say(t.shown.title, { name: shown.name }), () => page.toggle('leave-secret', true), html`
    <p class="notice plain">${say(t.shown.once)}</p>
    ${copyable(page, say(t.shown.id), shown.clientId)}
    ${copyable(page, say(t.shown.secret), shown.secret ?? '')}
    <div class="row">${button(page, say(t.shown.download), () => download(shown))}${copyButton(page, curl, shown.curl(page.tokenUrl), curl)}${copyTold(page, curl)}</div>
    ${more}`,
    button(page, say(t.shown.stored), done, { kind: 'primary', part: 'stored' }));
}

/** Asks once more. */
function leaving(page: Page, done: () => void): View {
  const { t, say } = page;
  const stay = () => page.toggle('leave-secret', false);
  return dialog(page, say(t.shown.leave), stay, html`<p>${say(t.shown.leaveText)}</p>`, html`
    ${button(page, say(t.shown.leaveAnyway), done, { kind: 'danger' })}${button(page, say(t.shown.stay), stay, { kind: 'primary' })}`);
}

/** Its answer was lost: there is none to show. */
function lost(page: Page, shown: ShownOnce, done: () => void, { more, another }: Beside): View {
  const { t, say } = page;
  return dialog(page, say(t.shown.lost, { name: shown.name }), done, html`<p>${say(t.shown.notice)}</p>${copyable(page, say(t.shown.id), shown.clientId)}${more}`, html`
    ${button(page, say(t.page.close), done)}${another === undefined ? nothing : button(page, say(t.shown.another), another, { kind: 'primary' })}`);
}

/** By an address that is given back at once, so that the secret stays in no address. */
function download(shown: ShownOnce): void {
  const address = URL.createObjectURL(new Blob([shown.env], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${shown.clientId}.env`;
  link.click();
  URL.revokeObjectURL(address);
}
