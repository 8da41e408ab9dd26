// Where things stand: the page, its navigation, cards, tables, notices, dialogs.
import { css } from 'lit';

export const layout = css`
  .page { max-width: var(--_width); margin: 0 auto; padding: 20px 28px 56px; display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr); }
  .head { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; }
  .lead { color: var(--_muted); max-width: 72ch; }
  .head .lead { flex: 1 0 100%; max-width: none; }
  .stack { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
  .tight { gap: 6px; }
  .row, .actions { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; }
  .spread { justify-content: space-between; }
  .card { border: 1px solid var(--_line); border-radius: var(--_radius); padding: 22px 24px; display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
  .card.danger { border-color: color-mix(in srgb, var(--_danger) 40%, var(--_line)); color: inherit; }
  .columns { display: grid; gap: 20px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); align-items: start; }
  .aside { display: grid; gap: 24px; grid-template-columns: minmax(0, 1fr) minmax(260px, 340px); align-items: start; }
  .facts { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: 10px 24px; }
  .facts dt { color: var(--_muted); }
  .facts dd { overflow-wrap: anywhere; }
  .items { list-style: none; display: grid; }
  .items > li { padding: 14px 0; border-block-end: 1px solid var(--_line); display: grid; gap: 6px; grid-template-columns: minmax(0, 1fr); }
  .items > li:last-child { border-block-end: 0; padding-block-end: 0; }
  .items > li:first-child { padding-block-start: 0; }

  nav { min-width: 0; }
  nav.company, nav.tabs { display: flex; gap: 4px; overflow-x: auto; scrollbar-width: thin; border-block-end: 1px solid var(--_line); }
  nav.company a, nav.tabs a { padding: 9px 12px; color: var(--_muted); text-decoration: none; border-block-end: 2px solid transparent; white-space: nowrap; border-radius: var(--_small) var(--_small) 0 0; }
  nav.company a:hover, nav.tabs a:hover { color: var(--_text); background: var(--_raised); }
  nav.company a[aria-current], nav.tabs a[aria-current] { color: var(--_text); border-color: var(--_accent); font-weight: 600; }
  nav.company a:focus-visible, nav.tabs a:focus-visible { outline-offset: -3px; }
  a.back { justify-self: start; display: inline-flex; align-items: center; min-height: 32px; text-decoration: none; }
  a.back:hover { text-decoration: underline; }
  :host(:dir(rtl)) .arrow { display: inline-block; transform: scaleX(-1); }

  .table { overflow-x: auto; border: 1px solid var(--_line); border-radius: var(--_radius); }
  table { width: 100%; border-collapse: separate; border-spacing: 0; text-align: start; }
  caption { text-align: start; font-weight: 600; padding-block-end: 8px; }
  th, td { padding: 11px 16px; text-align: start; vertical-align: middle; border-block-end: 1px solid var(--_line); overflow-wrap: anywhere; }
  thead th { font-size: 0.8125rem; color: var(--_muted); font-weight: 600; background: var(--_raised); white-space: nowrap; overflow-wrap: normal; }
  tbody th { font-weight: 600; }
  tbody tr:last-child > * { border-block-end: 0; }
  tbody tr:hover > * { background: var(--_raised); }
  tbody tr.gap > * { padding: 0; border: 0; background: none; }

  .notice { border: 1px solid var(--_line); border-inline-start: 4px solid var(--_warning); border-radius: var(--_radius); background: var(--_raised); padding: 14px 18px; display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }
  .notice.broken, .notice.forbidden, .notice.ended, .notice.expired { border-inline-start-color: var(--_danger); }
  .notice.plain, .notice.disabled { border-inline-start-color: var(--_accent); }
  .notice.good { border-inline-start-color: var(--_good); color: inherit; }
  .notice summary { color: var(--_muted); font-size: 0.8125rem; }
  summary { cursor: pointer; min-height: 28px; align-content: center; width: fit-content; }
  .empty { text-align: center; padding: 56px 24px; display: grid; gap: 10px; justify-items: center; border: 1px dashed var(--_line); border-radius: var(--_radius); }
  .empty p { max-width: 48ch; color: var(--_muted); }
  .empty button { margin-block-start: 8px; }

  dialog { border: 1px solid var(--_line); border-radius: calc(var(--_radius) + 6px); padding: 0; color: inherit; background: var(--_surface); font: inherit; text-align: start; width: min(620px, calc(100vw - 24px)); max-width: none; max-height: calc(100dvh - 24px); overflow: auto; box-shadow: 0 16px 56px rgb(0 0 0 / 0.28); }
  dialog::backdrop { background: rgb(10 14 24 / 0.5); }
  dialog > header, dialog > form > header { display: flex; justify-content: space-between; align-items: start; gap: 12px; padding: 18px 18px 0 24px; }
  dialog header h2 { font-size: 1.1875rem; padding-block-start: 5px; }
  dialog .body { padding: 12px 24px 20px; display: grid; gap: 18px; grid-template-columns: minmax(0, 1fr); }
  dialog footer { padding: 14px 24px; justify-content: flex-end; border-block-start: 1px solid var(--_line); background: var(--_surface); position: sticky; inset-block-end: 0; }

  .said { position: sticky; inset-block-end: 16px; z-index: 3; justify-self: center; max-width: 64ch; padding: 10px 18px; border-radius: var(--_radius); background: var(--_text); color: var(--_surface); box-shadow: 0 6px 24px rgb(0 0 0 / 0.25); pointer-events: none; overflow-wrap: anywhere; }

  .menu { position: relative; }
  .popup { border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); color: inherit; padding: 6px; box-shadow: 0 8px 32px rgb(0 0 0 / 0.18); }

  @container (max-width: 760px) {
    .aside { grid-template-columns: minmax(0, 1fr); }
  }
  @container (max-width: 640px) {
    .page { padding: 12px 16px 40px; gap: 16px; }
    .card { padding: 16px; }
    .wide { display: none; }
    h1 { font-size: 1.375rem; }
    .facts { grid-template-columns: minmax(0, 1fr); gap: 2px; }
    .facts dd { margin-block-end: 10px; }
    table.cards, table.cards tbody, table.cards tr, table.cards td, table.cards tbody th { display: block; }
    table.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    table.cards td, table.cards tbody th { border: 0; padding: 3px 16px; }
    table.cards td.number { text-align: start; padding-block: 8px 3px; }
    table.cards tr { padding-block: 11px; border-block-end: 1px solid var(--_line); }
    table.cards tr:last-child { border: 0; }
    table.cards td[data-label]::before { content: attr(data-label) ': '; color: var(--_muted); }
  }
  @media (forced-colors: active) {
    nav.company a:not([aria-current]), nav.tabs a:not([aria-current]) { border-color: Canvas; }
  }
`;
