// A secret, this once.
import { html } from 'lit';
import type { ShownOnce } from '../model/shown-once.js';
import { button, copyable, dialog } from './part.js';
import type { Page, View } from './page.js';

/** `done`: it was stored, or is given up. */
export function shownOnce(page: Page, shown: ShownOnce, done: () => void): View {
  const { t, say } = page;
  if (shown.notice !== undefined) return dialog(page, shown.name, done, html`<p>${say(t.shown.notice)}</p>`, button(page, say(t.page.close), done, { kind: 'primary' }));
  const asked = page.open.has('leave-secret');
  const ask = () => page.toggle('leave-secret', true);
  const title = say(asked ? t.shown.leave : t.shown.title, { name: shown.name });
  if (asked) {
    return dialog(page, title, () => page.toggle('leave-secret', false), html`<p>${say(t.shown.leaveText)}</p>`, html`
      ${button(page, say(t.shown.leaveAnyway), done, { kind: 'danger' })}
      ${button(page, say(t.shown.stay), () => page.toggle('leave-secret', false), { kind: 'primary' })}`);
  }
  return dialog(page, title, ask, html`
    <p><strong>${say(t.shown.once)}</strong></p>
    ${copyable(page, say(t.shown.id), shown.clientId)}
    ${copyable(page, say(t.shown.secret), shown.secret ?? '')}
    <div class="row">${button(page, say(t.shown.download), () => download(shown))}</div>`,
    button(page, say(t.shown.stored), done, { kind: 'primary' }));
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
