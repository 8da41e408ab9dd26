// The last fourteen days of an account's usage, as bars so small that they only show whether it is alive.
import { nothing, svg, html } from 'lit';
import type { DayUsage } from '../../accounts/audit.js';
import type { Maybe } from './part.js';
import type { Page } from './page.js';

const DAYS = 14;
const DAY_MS = 86_400_000;
const HEIGHT = 16;

/** A bar a day; nothing when there was none in all of them. */
export function spark({ t, say, administration }: Page, days: readonly DayUsage[]): Maybe {
  const now = administration.now();
  const shown = Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(now - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return days.find((each) => each.day === day);
  });
  const sum = (what: 'tokens' | 'refusals') => shown.reduce((total, day) => total + (day?.[what] ?? 0), 0);
  const [tokens, refusals] = [sum('tokens'), sum('refusals')];
  if (tokens + refusals === 0) return nothing;
  const most = Math.max(...shown.map((day) => (day?.tokens ?? 0) + (day?.refusals ?? 0)));
  const words = [say(t.list.tokens, { count: tokens }), ...(refusals === 0 ? [] : [say(t.list.refusals, { count: refusals })])].join(', ');
  const bar = (value: number, above: number, index: number, kind: string) => {
    const height = value === 0 ? 0 : Math.max(2, (value / most) * HEIGHT);
    return svg`<rect class=${kind} x=${index * 6} y=${HEIGHT - height - above} width="4" height=${height}></rect>`;
  };
  return html`<svg class="spark" viewBox="0 0 ${DAYS * 6} ${HEIGHT}" role="img" aria-label=${words}><title>${words}</title>
    ${shown.map((day, index) => {
      const refused = ((day?.refusals ?? 0) / most) * HEIGHT;
      return [bar(day?.tokens ?? 0, refused, index, ''), bar(day?.refusals ?? 0, 0, index, 'refused')];
    })}</svg>`;
}
