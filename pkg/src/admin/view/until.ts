// When something ends: after some days, at a moment of which the zone is shown, or never.
import { html, nothing } from 'lit';
import { fromLocal, inSeconds, toLocal } from './local.js';
import { field, type FieldOptions } from './part.js';
import type { Page, View } from './page.js';

const DAYS = [30, 90, 365];
const DAY_MS = 86_400_000;
/** How far a moment may be from one of the above and still be shown as it. */
const NEAR_MS = 3_600_000;

/** What bounds an end. */
interface Bound {
  /** In seconds, from when it is made. */
  readonly longest?: number | undefined;
  /** When it was made, in milliseconds; now, when left out. */
  readonly from?: number;
}

/** A field for an end; `value` is RFC 3339, or empty. */
export function until(page: Page, id: string, value: string, enter: (value: string) => void, options: FieldOptions & Bound = {}): View {
  const { t, say, format, administration } = page;
  const { until: texts } = t.credentials;
  const now = administration.now();
  const last = options.longest === undefined ? undefined : (options.from ?? now) + options.longest * 1000;
  const age = options.longest === undefined ? '' : format.duration(options.longest);
  const bound = options.longest === undefined ? '' : say(texts.policy, { age });
  const at = Date.parse(value);
  const shown = value === '' ? say(options.longest === undefined ? texts.none : texts.policy, { age }) : `${say(texts.shown, { when: format.instant(value), distance: format.distance(value, now) })} ${bound}`;
  const preset = (label: string, end: number | undefined) => {
    const beyond = end !== undefined && last !== undefined && end > last;
    const chosen = end === undefined ? value === '' : Math.abs(end - at) < NEAR_MS;
    const choose = () => beyond || enter(end === undefined ? '' : inSeconds(new Date(end)));
    return html`<button type="button" class="chip" aria-pressed=${chosen} aria-disabled=${beyond} title=${beyond ? say(texts.policy, { age }) : nothing} @click=${choose}>${label}</button>`;
  };
  const entered = (event: Event) => enter(fromLocal((event.target as HTMLInputElement).value));
  return field(page, id, say(texts.label), { ...options, hint: shown.trim() }, (tied) => html`
    <div class="chips" role="group" aria-label=${say(texts.label)}>
      ${preset(say(last === undefined ? texts.never : texts.longest), undefined)}
      ${DAYS.map((days) => preset(say(texts.days, { count: days }), now + days * DAY_MS))}
    </div>
    <input id=${tied.id} type="datetime-local" .value=${toLocal(value)} max=${last === undefined ? nothing : toLocal(last)}
      aria-label=${say(texts.moment)} aria-describedby=${tied.describedBy} aria-invalid=${tied.invalid} @change=${entered} part="input" />`);
}
