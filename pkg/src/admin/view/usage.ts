// An account’s usage by day: as bars, and as a table for whoever sees none.
import { html, nothing, svg } from 'lit';
import type { DayUsage } from '../../accounts/audit.js';
import { COUNTED, type Counted, type Usage } from '../model/usage.js';
import { exactly } from './credential-row.js';
import { button, loading, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';

/** The chart's own units: how wide a day is, and how high the highest bar. */
const DAY = 10;
const HEIGHTS: Readonly<Record<Counted, number>> = { tokens: 160, refusals: 60, revocations: 60 };
/** Above this share of the highest, a bar is seen; one that is there is never lower. */
const LEAST = 2;

export function usageView(page: Page, model: Usage): View {
  const { t, say, format, href } = page;
  const { usage } = model;
  if (usage === undefined) return html`${troubled(page, model)}${model.trouble === undefined ? loading(page) : nothing}`;
  const used = model.days.some((day) => COUNTED.some((what) => day[what] > 0));
  const reload = () => void model.reload();
  return html`
    ${troubled(page, model)}
    <section class="card" aria-labelledby="last-use">
      <div class="head"><h2 id="last-use">${say(t.usage.lastUse)}</h2>${button(page, say(t.page.reload), reload, { of: model, action: 'reload' })}</div>
      <p class="large">${usage.last_used_at === undefined ? say(t.usage.never) : exactly(page, usage.last_used_at)}</p>
      <p class="hint">${model.readAt === undefined ? nothing : say(t.usage.asOf, { when: format.instant(new Date(model.readAt).toISOString()) })} · ${say(t.usage.window)}</p>
    </section>
    ${used
      ? html`<section class="card" aria-labelledby="usage-days"><div class="head"><h2 id="usage-days">${say(t.usage.title)}</h2><p class="hint">${say(t.usage.days)}</p></div>
          ${COUNTED.map((what) => chart(page, model, what))}${table(page, model)}</section>`
      : html`<div class="empty"><h2>${say(t.usage.empty.title)}</h2><p>${say(t.usage.empty.text)}</p>
          <a class="button" href=${href({ screen: 'account', clientId: model.of.clientId, side: 'try' })}>${say(t.usage.empty.action)}</a></div>`}
    ${byCredential(page, model)}
  `;
}

function chart(page: Page, model: Usage, what: Counted): View {
  const { t, say, format } = page;
  const { days } = model;
  const total = say(t.usage.total[what], { count: model.total(what) });
  const highest = Math.max(...days.map((day) => day[what]));
  if (highest === 0) return html`<div class="chart"><h3>${say(t.usage.counted[what])}</h3><p class="muted small">${say(t.usage.nothing)}</p></div>`;
  const most = say(t.usage.most, { count: highest });
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''].map(format.day);
  const label = say(t.usage.chart, { what: say(t.usage.counted[what]), from: first ?? '', to: last ?? '', total, most });
  const height = HEIGHTS[what];
  const bar = (day: DayUsage, at: number) => {
    const count = day[what];
    const high = count === 0 ? 0 : Math.max(LEAST, (count / highest) * height);
    const title = say(t.usage.bar, { day: format.day(day.day), count });
    // Over the whole height, so that a low bar can be pointed at.
    return svg`<g><title>${title}</title><rect class="space" x=${at * DAY} y="0" width=${DAY} height=${height} /><rect class="bar" x=${at * DAY + 1} y=${height - high} width=${DAY - 2} height=${high} /></g>`;
  };
  return html`<figure class="chart ${what}">
    <figcaption class="row spread"><h3>${say(t.usage.counted[what])}</h3><span class="muted small">${total}, ${most}</span></figcaption>
    <svg viewBox="0 0 ${days.length * DAY} ${height}" preserveAspectRatio="none" role="img" aria-label=${label} class=${what}>${days.map(bar)}</svg>
    <div class="row spread muted small" aria-hidden="true"><span>${first}</span><span>${last}</span></div>
  </figure>`;
}

function table(page: Page, model: Usage): View {
  const { t, say, format } = page;
  const days = model.days.filter((day) => COUNTED.some((what) => day[what] > 0)).reverse();
  return html`<details><summary>${say(t.usage.table)}</summary><div class="table"><table>
    <thead><tr><th scope="col">${say(t.usage.day)}</th>${COUNTED.map((what) => html`<th scope="col" class="number">${say(t.usage.counted[what])}</th>`)}</tr></thead>
    <tbody>${days.map((day) => html`<tr><th scope="row">${format.day(day.day)}</th>${COUNTED.map((what) => html`<td class="number">${format.number(day[what])}</td>`)}</tr>`)}</tbody>
  </table></div></details>`;
}

function byCredential(page: Page, { usage, of }: Usage): Maybe {
  if (usage === undefined) return nothing;
  const { t, say } = page;
  const { secrets, keys, trusts } = of.credentials;
  const secret = (id: string) => {
    const known = secrets?.items.find(({ secret_id }) => secret_id === id);
    return known === undefined ? say(t.usage.secretGone, { id }) : `${known.name ?? ''} ${say(t.usage.secret, { hint: known.hint })}`.trim();
  };
  const rows = [
    ...usage.secrets.map(({ secret_id, last_used_at }) => [secret(secret_id), last_used_at] as const),
    ...usage.keys.map(({ kid, last_used_at }) => [keys?.items.find((key) => key.kid === kid)?.name ?? say(t.usage.key, { id: kid }), last_used_at] as const),
    ...usage.trusts.map(({ trust_id, last_used_at }) => [trusts?.items.find((trust) => trust.trust_id === trust_id)?.name ?? say(t.usage.trust, { id: trust_id }), last_used_at] as const),
  ];
  if (rows.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="by-credential"><div class="head"><h2 id="by-credential">${say(t.usage.credentials)}</h2><p class="hint">${say(t.usage.credentialsHint)}</p></div>
    <dl class="facts">${rows.map(([name, at]) => html`<dt dir="auto">${name}</dt><dd>${exactly(page, at)}</dd>`)}</dl></section>`;
}
