// An account's sides: its state, its details, its contact, and lists of things to do.
import { css } from 'lit';

export const account = css`
  nav.tabs { position: relative; }
  nav.tabs .edited { display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: var(--_warning); margin-inline-start: 7px; vertical-align: 1px; }
  .card.state { border-inline-start: 4px solid var(--_good); }
  .card.state:is(.broken, .expired) { border-inline-start-color: var(--_danger); }
  .card.state.disabled { border-inline-start-color: var(--_control); }
  .reasons { list-style: none; display: grid; gap: 12px; }
  .reasons > li, .side > li, .line { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px 20px; align-items: center; }
  .line + .line { border-block-start: 1px solid var(--_line); padding-block-start: 16px; }
  .line > button { min-width: 148px; }
  .card.state.row { display: flex; gap: 4px 16px; padding-block: 16px; }
  .card.state { gap: 12px; }
  .templates { list-style: none; display: grid; gap: 16px; }
  .lines { white-space: pre-line; }
  .members { list-style: none; display: grid; gap: 4px; }
  .members code { color: var(--_muted); margin-inline-end: 8px; }
  .member { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr) auto; gap: 8px; }
  form.stack { gap: 20px; max-width: 720px; }
  input.short { max-width: 160px; }
  .depends { border-inline-start: 4px solid var(--_warning); padding-inline-start: 12px; }
  label.check:has(.hint) { align-items: start; }
  label.check:has(.hint) input { margin-block-start: 3px; }

  .notice .table { background: var(--_surface); }
  table.sides { table-layout: fixed; }
  .sides th, .sides td { padding: 9px 12px; }
  .sides button { min-height: 30px; padding: 2px 10px; font-size: 0.8125rem; }

  @container (max-width: 640px) {
    table.sides { table-layout: auto; }
    .sides th, .sides td { padding: 8px; overflow-wrap: break-word; }
    .reasons > li, .line { grid-template-columns: minmax(0, 1fr); }
    .line > button, .reasons > li > button { justify-self: start; }
  }
`;
