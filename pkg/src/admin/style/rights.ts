// Rights: places beside the matrix, the matrix, and what is to be saved below it.
import { css } from 'lit';

export const rights = css`
  .rights { display: grid; grid-template-columns: minmax(180px, 240px) minmax(0, 1fr); gap: 28px; align-items: start; }
  .places { display: grid; gap: 12px; position: sticky; inset-block-start: calc(var(--_top) + 12px); }
  .places ul { list-style: none; display: grid; gap: 2px; max-height: 52vh; overflow-y: auto; scrollbar-width: thin; padding: 3px; margin: -3px; }
  .places li button { width: 100%; justify-content: space-between; text-align: start; border-color: transparent; font-weight: 400; overflow-wrap: anywhere; }
  .places li button[aria-current] { background: color-mix(in srgb, var(--_accent) 10%, var(--_surface)); font-weight: 600; }
  .places .count { font-size: 0.75rem; font-weight: 600; color: var(--_accent); white-space: nowrap; }
  .places .count.conflict { color: var(--_danger); }
  .add { border-block-start: 1px solid var(--_line); padding-block-start: 14px; display: grid; gap: 6px; }
  .join { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; }

  .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 12px; }
  .fact { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; background: var(--_raised); border-radius: var(--_radius); padding: 12px 16px; }
  .fact p { flex: 1 1 150px; overflow-wrap: anywhere; }

  .matrix { display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }
  .find input[type='search'] { flex: 1 1 200px; width: auto; }
  .grid { border: 1px solid var(--_line); border-radius: var(--_radius); overflow: clip; }
  .grid th, .grid td { padding: 6px 12px; }
  .grid thead th { padding-block: 9px; position: sticky; inset-block-start: var(--_top); z-index: 1; }
  .grid .level { width: 92px; text-align: center; padding: 0; }
  .grid tbody th { font-weight: 500; overflow-wrap: anywhere; white-space: normal; }
  .grid td.level label { display: grid; place-items: center; min-height: 44px; cursor: pointer; }
  .grid td.level label span { display: none; }
  .grid .note, .sides .note { display: block; font-size: 0.8125rem; font-weight: 400; color: var(--_muted); }
  .grid .note.was { color: var(--_accent); }
  .grid tr.changed > th { box-shadow: inset 3px 0 var(--_accent); }
  .grid tr.tool:has(+ .actions-of) > * { border-block-end: 0; }
  .grid .actions-of td { padding-block: 0 8px; }
  .grid .actions-of label { margin-inline-end: 20px; min-height: 32px; font-size: 0.875rem; gap: 8px; }
  .grid .actions-of .note { display: inline; }

  .effective ul { list-style: none; display: grid; }
  .effective li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 16px; padding: 8px 4px; border-block-end: 1px solid var(--_line); }
  .bar { position: sticky; inset-block-end: 0; display: flex; flex-wrap: wrap; gap: 10px; align-items: center; justify-content: flex-end; background: var(--_surface); border-block-start: 1px solid var(--_line); padding: 12px 0; z-index: 2; }
  .bar > span { margin-inline-end: auto; font-weight: 600; }
  .change { display: grid; gap: 4px; }
  .change h3::before { content: '+ '; color: var(--_good); }
  .change.loses h3::before { content: '− '; color: var(--_danger); }
  .change ul { list-style: none; border: 1px solid var(--_line); border-radius: var(--_radius); max-height: 40vh; overflow-y: auto; }
  .change li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 16px; padding: 8px 14px; border-block-end: 1px solid var(--_line); }
  .change li:last-child { border: 0; }
  progress { width: 100%; height: 10px; accent-color: var(--_accent); }

  @container (max-width: 900px) {
    .rights { grid-template-columns: minmax(0, 1fr); gap: 20px; }
    .places { position: static; }
    .places ul { max-height: 220px; }
  }
  @container (max-width: 640px) {
    .grid, .grid tbody { display: block; }
    .grid thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .grid tr { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); border-block-end: 1px solid var(--_line); }
    .grid tr.tool:has(+ .actions-of) { border: 0; }
    .grid tbody tr > * { border: 0; }
    .grid tbody th, .grid .actions-of td { grid-column: 1 / -1; }
    .grid tbody th { padding-block: 10px 2px; font-weight: 600; }
    .grid td.level { width: auto; }
    .grid td.level label { gap: 4px; padding-block: 6px 10px; font-size: 0.8125rem; align-content: center; }
    .grid td.level label span { display: block; }
    .keys { display: none; }
    .bar > span { flex-basis: 100%; }
    .bar > button { flex: 1; }
  }
  @media (forced-colors: active) { .grid tr.changed > th { border-inline-start: 3px solid Highlight; } .places li button[aria-current] { outline: 2px solid Highlight; outline-offset: -2px; } }
`;
