// The company’s audit: its events, its export, and whether it is as it was written.
import { html, nothing } from 'lit';
import type { AuditCheck } from '../model/audit-check.js';
import type { AuditExport } from '../model/audit-export.js';
import type { CompanyAudit } from '../model/audit.js';
import { eventsView } from './events.js';
import { button, troubled, type Maybe } from './part.js';
import type { Page, View } from './page.js';

export function auditView(page: Page, audit: CompanyAudit): View {
  const { t, say } = page;
  return html`
    <div class="head"><h1 tabindex="-1">${say(t.page.tabs.audit)}</h1></div>
    <p class="lead">${say(t.audit.lead)}</p>
    <div class="columns even">${verify(page, audit.check)}${exported(page, audit.exported)}</div>
    ${eventsView(page, audit.events, true)}
  `;
}

function exported(page: Page, model: AuditExport): View {
  const { t, say, format, administration } = page;
  const { count, total, done, busy, pages } = model;
  const name = `audit-${new Date(administration.now()).toISOString().slice(0, 10)}.jsonl`;
  const stopped = busy === undefined && !done && total !== undefined;
  return html`<section class="card" aria-labelledby="export">
    <h2 id="export">${say(t.audit.export)}</h2><p class="muted">${say(t.audit.exportText)}</p>
    ${troubled(page, model)}
    ${total === undefined || done ? nothing : progress(page, count, total, `${say(t.audit.exported, { count })} ${say(t.audit.of, { total: format.number(total) })}`)}
    ${stopped && model.trouble === undefined ? html`<p>${say(t.audit.stoppedAt)}</p>` : nothing}
    ${done ? html`<p class="good strong" role="status">${say(t.audit.exportDone, { count })}</p>` : nothing}
    <div class="actions">
      ${busy === undefined ? nothing : button(page, say(t.audit.stop), () => model.stop())}
      ${stopped ? button(page, say(t.audit.exportGoOn), () => void model.goOn()) : nothing}
      ${done ? button(page, say(t.audit.download, { name }), () => save(pages, name, 'application/jsonl'), { kind: 'primary' })
        : busy === undefined ? button(page, say(t.audit.exportDo), () => void model.start()) : nothing}
    </div></section>`;
}

function verify(page: Page, model: AuditCheck): View {
  const { t, say } = page;
  const { found, total, busy, done } = model;
  const checking = busy === 'goOn';
  const at = found?.verified_to ?? 0;
  const head = async () => {
    const head = await model.head();
    if (head !== undefined) save([JSON.stringify(head)], `audit-head-${head.number}.json`, 'application/json');
  };
  return html`<section class="card" aria-labelledby="verify">
    <h2 id="verify">${say(t.audit.verify)}</h2><p class="muted">${say(t.audit.verifyText)}</p>
    ${troubled(page, model)}
    ${total === undefined || done ? nothing : progress(page, at, total, say(t.audit.verifying, { number: at }))}
    ${found !== undefined && !done && !checking && model.trouble === undefined ? html`<p>${say(t.audit.verifyStopped, { number: at })}</p>` : nothing}
    ${done ? verdict(page, model) : nothing}
    <div class="actions">
      ${checking ? button(page, say(t.audit.stop), () => model.stop()) : nothing}
      ${!checking && found !== undefined && !done ? button(page, say(t.audit.exportGoOn), () => void model.goOn()) : nothing}
      ${checking ? nothing : button(page, say(done ? t.audit.verifyAgain : t.audit.verifyDo), () => void model.start(), { of: model })}
    </div>
    <details><summary>${say(t.audit.kept)}</summary><div class="stack">
      <p class="muted">${say(t.audit.headText)}</p>
      <div class="row">${button(page, say(t.audit.headDo), () => void head(), { of: model, action: 'head' })}</div>
      ${keptHead(page, model)}
    </div></details></section>`;
}

function keptHead(page: Page, model: AuditCheck): View {
  const { t, say } = page;
  const chosen = async (event: Event) => model.keep((await (event.target as HTMLInputElement).files?.[0]?.text()) ?? '');
  return html`<div class="field"><label for="head-file">${say(t.audit.keptFile)}</label>
    <input id="head-file" type="file" accept=".json,application/json" aria-describedby="head-told" @change=${chosen} />
    <p class="problem" id="head-told" aria-live="polite">${model.noHead ? say(t.audit.keptNone) : nothing}</p></div>
    ${model.kept === undefined ? nothing : html`<div class="row"><p>${say(t.audit.keptTaken, { number: model.kept.number })}</p>${button(page, say(t.audit.keptForget), () => model.keep(''))}</div>`}`;
}

/** What was found, in words. */
function verdict(page: Page, { found, kept }: AuditCheck): Maybe {
  if (found === undefined) return nothing;
  const { t, say } = page;
  const { problem, verified_to: at, cut_at: cut } = found;
  const cutOff = cut === undefined ? nothing : html`<p>${say(t.audit.cut, { number: cut })}</p>`;
  if (problem !== undefined) {
    return html`<div class="notice broken" role="alert"><h3>${say(t.audit.bad)}</h3><p class="strong">${say(t.audit.problem[problem.kind], { number: problem.number })}</p>
      <p>${say(t.audit.badText, { number: at })}</p>${cutOff}</div>`;
  }
  return html`<div class="notice good" role="status"><h3>${say(t.audit.good)}</h3>
    <p>${at === 0 ? say(t.audit.goodEmpty) : say(t.audit.goodText, { count: at - (cut ?? 0) })}</p>
    ${kept === undefined || kept.number <= (cut ?? 0) ? nothing : html`<p>${say(t.audit.goodHead, { number: kept.number })}</p>`}${cutOff}</div>`;
}

function progress({ format }: Page, at: number, total: number, text: string): View {
  return html`<div class="stack tight"><progress max=${Math.max(1, total)} .value=${at} aria-label=${text}></progress>
    <p class="small muted" role="status" title=${format.number(total)}>${text}</p></div>`;
}

/** By an address that is given back at once. */
function save(parts: readonly string[], name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
