// The last fourteen days of an account's usage, as bars so small that they only show whether it is alive.
import { html, nothing } from 'lit';
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
  // One path for all bars of a kind: a long list has many of them.
  const bars = (what: 'tokens' | 'refusals', below: (day: DayUsage | undefined) => number) =>
    shown.map((day, index) => {
      const value = day?.[what] ?? 0;
      const height = value === 0 ? 0 : Math.max(2, (value / most) * HEIGHT);
      return height === 0 ? '' : `M${index * 6} ${(HEIGHT - below(day)).toFixed(1)}h4v${(-height).toFixed(1)}h-4z`;
    }).join('');
  return html`<svg class="spark" viewBox="0 0 ${DAYS * 6} ${HEIGHT}" role="img" aria-label=${words}><title>${words}</title>
    <path d=${bars('tokens', (day) => ((day?.refusals ?? 0) / most) * HEIGHT)}></path><path class="refused" d=${bars('refusals', () => 0)}></path></svg>`;
}
