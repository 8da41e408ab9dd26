// Asks when something ends: after so many days, at a moment that is shown with its zone, or never.
import { html, nothing } from 'lit';
import { field } from './part.js';
import type { Page, View } from './page.js';

const DAYS = [30, 90, 365];
const DAY_MS = 86_400_000;

/** `value` is RFC 3339; empty: never. */
export function endField(page: Page, id: string, value: string, enter: (value: string) => void, problem?: string): View {
  const { t, say, format } = page;
  const chosen = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    if (value === '') enter('');
    else if (value !== 'at') enter(inDays(page, Number(value)));
  };
  const entered = (event: Event) => {
    const at = Date.parse((event.target as HTMLInputElement).value);
    if (!Number.isNaN(at)) enter(moment(at));
  };
  const hint = value === '' ? undefined : say(t.overview.endShown, { when: format.instant(value) });
  return field(page, id, say(t.overview.end), { hint, problem }, ({ id, describedBy, invalid }) => html`<div class="row end">
    <select id=${id} aria-describedby=${describedBy} aria-invalid=${invalid} @change=${chosen}>
      <option value="" .selected=${value === ''}>${say(t.overview.endNever)}</option>
      ${DAYS.map((days) => html`<option value=${days}>${say(t.overview.endIn, { count: days })}</option>`)}
      ${value === '' ? nothing : html`<option value="at" .selected=${value !== ''}>${say(t.overview.endKeep)}</option>`}
    </select>
    ${value === '' ? nothing : html`<input type="datetime-local" aria-label=${say(t.overview.endAt)} aria-describedby=${describedBy} .value=${local(value)} @change=${entered} />`}
  </div>`);
}

/** So many days from now. */
export function inDays({ administration }: Page, days: number): string {
  return moment(administration.now() + days * DAY_MS);
}

/** To the second, as the API has moments. */
function moment(at: number): string {
  return new Date(Math.ceil(at / 1000) * 1000).toISOString().replace(/\.\d+/, '');
}

/** As a `datetime-local` has it: in this browser's zone. */
function local(text: string): string {
  const at = new Date(text);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
