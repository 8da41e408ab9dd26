// Credentials, usage, events of the audit, programs.
import { css } from 'lit';

export const credentials = css`
  .credential .head { align-items: start; }
  .over { display: grid; gap: 8px 24px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); }
  .over dt { color: var(--_muted); font-size: 0.8125rem; }
  .over dd { overflow-wrap: anywhere; }
  .over time + .muted { display: block; font-size: 0.8125rem; }
  .card > .lead { margin-block-start: -10px; }
  ul.plain { list-style: none; display: grid; gap: 4px; }
  .blank { display: grid; gap: 4px; }
  details.ended .items { padding-block-start: 12px; }
  .code { font-family: var(--_mono); font-size: 0.875rem; }
  .claim { display: grid; gap: 8px; grid-template-columns: minmax(0, 5fr) minmax(7rem, 2fr) minmax(0, 5fr) auto; align-items: center; }
  .large { font-size: 1.25rem; }
  .large .muted { font-size: 0.9375rem; }

  .chart { display: grid; gap: 6px; }
  .chart svg { display: block; width: 100%; height: 56px; border-block-end: 1px solid var(--_line); }
  .chart svg.tokens { height: 150px; }
  .chart .bar { fill: var(--_accent); }
  .chart .refusals .bar { fill: var(--_danger); }
  .chart .revocations .bar { fill: var(--_muted); }
  .chart .space { fill: transparent; }
  .chart g:hover .space { fill: var(--_raised); }

  .asked { display: flex; flex-wrap: wrap; gap: 10px 12px; align-items: end; }
  .asked > div:not(.row) { display: grid; gap: 4px; flex: 1 1 160px; }
  .asked label { font-size: 0.8125rem; font-weight: 600; }
  .events { list-style: none; display: grid; border: 1px solid var(--_line); border-radius: var(--_radius); }
  .event { display: grid; gap: 4px; padding: 14px 20px; border-block-end: 1px solid var(--_line); grid-template-columns: minmax(0, 1fr); }
  .event h2 { font-size: 0.9375rem; }
  .event:last-child { border-block-end: 0; }
  .changes { width: auto; justify-self: start; max-width: 100%; margin-block-start: 4px; font-size: 0.875rem; }
  .changes th, .changes td, .changes tbody tr:hover > * { background: none; border: 0; padding: 2px 0; padding-inline-end: 20px; vertical-align: top; font-weight: 400; }
  .changes th { color: var(--_muted); white-space: normal; overflow-wrap: break-word; }
  .changes .to { margin-inline: 0.4em; }
  .changes ins { text-decoration: none; }
  .changes del { color: var(--_muted); }
  progress { width: 100%; height: 10px; accent-color: var(--_accent); }

  pre.program { white-space: pre; overflow-x: auto; line-height: 1.5; tab-size: 4; }
  .program code { overflow-wrap: normal; }

  .columns.even { align-items: stretch; }
  .even .card { align-content: start; }
  #dialog-title:focus { outline: none; }
  label.choice.off { color: var(--_muted); background: var(--_raised); cursor: not-allowed; }

  @container (max-width: 640px) {
    .over > div { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: 12px; }
    .over time { white-space: normal; }
    .changes, .changes :is(tbody, tr, th, td) { display: block; }
    .changes tr { padding-block-start: 4px; }
    .claim { grid-template-columns: minmax(0, 1fr) auto; padding-block-end: 12px; border-block-end: 1px solid var(--_line); }
    .claim select, .claim input:nth-of-type(2) { grid-column: 1; }
    .claim button { grid-area: 1 / 2; }
    .event { padding: 12px 14px; }
  }
  @media (forced-colors: active) {
    .chart svg .bar { fill: CanvasText; }
    .chart g:hover .space { fill: none; }
  }
`;
