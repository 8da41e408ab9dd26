// How the page looks. Hosts theme it by the custom properties and the parts; nothing of it leaks out, and nothing leaks in.
import { css } from 'lit';

export const style = css`
  :host {
    --_accent: var(--badgehouse-accent, light-dark(#1d4ed8, #8ab4ff));
    --_on-accent: var(--badgehouse-on-accent, light-dark(#fff, #0b1220));
    --_text: var(--badgehouse-text, light-dark(#16181d, #e8eaf0));
    --_muted: var(--badgehouse-muted, light-dark(#565d6b, #a3abba));
    --_surface: var(--badgehouse-surface, light-dark(#fff, #14171d));
    --_raised: var(--badgehouse-raised, light-dark(#f5f6f8, #1c2029));
    --_line: var(--badgehouse-line, light-dark(#d9dce3, #323846));
    --_control: var(--badgehouse-control, light-dark(#8b92a0, #6f788a));
    --_danger: var(--badgehouse-danger, light-dark(#b3261e, #ff9d94));
    --_on-danger: var(--badgehouse-on-danger, light-dark(#fff, #2b0b08));
    --_warning: var(--badgehouse-warning, light-dark(#8a5300, #ffc46b));
    --_good: var(--badgehouse-good, light-dark(#17703a, #7ddc9f));
    --_radius: var(--badgehouse-radius, 8px);
    --_font: var(--badgehouse-font, system-ui, sans-serif);
    --_mono: var(--badgehouse-mono, ui-monospace, monospace);
    display: block;
    color: var(--_text);
    background: var(--_surface);
    font: 0.9375rem/1.5 var(--_font);
    color-scheme: light dark;
    container-type: inline-size;
  }
  :host([hidden]) { display: none; }
  :host([theme='light']) { color-scheme: light; }
  :host([theme='dark']) { color-scheme: dark; }
  *, ::before, ::after { box-sizing: border-box; }
  h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
  h1:focus { outline: none; }
  h2 { font-size: 1.0625rem; font-weight: 650; overflow-wrap: anywhere; }
  h3 { font-size: 0.9375rem; font-weight: 650; }
  a { color: var(--_accent); }
  code, pre { font-family: var(--_mono); font-size: 0.875em; overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; background: var(--_raised); border: 1px solid var(--_line); border-radius: var(--_radius); padding: 12px; margin: 0; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .muted, .hint { color: var(--_muted); }
  .hint, .problem { font-size: 0.8125rem; }
  .problem { color: var(--_danger); }
  .problem:empty { display: none; }

  .page { max-width: 1120px; margin: 0 auto; padding: 24px; display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr); }
  .head { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; justify-content: space-between; }
  .stack { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
  .row, .actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
  .card { border: 1px solid var(--_line); border-radius: var(--_radius); padding: 20px; display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }

  nav.tabs { display: flex; gap: 4px; border-block-end: 1px solid var(--_line); overflow-x: auto; }
  nav.tabs a { padding: 8px 12px; color: var(--_muted); text-decoration: none; border-block-end: 2px solid transparent; margin-block-end: -1px; white-space: nowrap; }
  nav.tabs a[aria-current] { color: var(--_text); border-color: var(--_accent); font-weight: 600; }

  button, .button, input, select, textarea { font: inherit; color: inherit; min-height: 36px; border-radius: calc(var(--_radius) - 2px); border: 1px solid var(--_control); background: var(--_surface); padding: 6px 12px; }
  input, select, textarea { width: 100%; max-width: 100%; }
  input[type='checkbox'], input[type='radio'] { width: 18px; height: 18px; min-height: 0; margin: 0; padding: 0; accent-color: var(--_accent); flex: none; }
  textarea { min-height: 80px; resize: vertical; }
  [aria-invalid] { border-color: var(--_danger); }
  button, .button { cursor: pointer; display: inline-flex; gap: 8px; align-items: center; justify-content: center; text-decoration: none; font-weight: 550; }
  button:hover, .button:hover { background: var(--_raised); }
  .primary { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
  .primary:hover { background: color-mix(in srgb, var(--_accent) 88%, var(--_text)); }
  .danger { color: var(--_danger); border-color: currentColor; }
  .icon { border-color: transparent; min-width: 36px; padding: 0; font-size: 1.25rem; }
  [aria-disabled='true'] { opacity: 0.55; cursor: not-allowed; }
  :focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }

  .field { display: grid; gap: 4px; grid-template-columns: minmax(0, 1fr); }
  .field > label, legend, .label { font-weight: 600; }
  fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: 8px; min-width: 0; }
  legend { padding: 0; margin-block-end: 4px; }
  label.choice { display: flex; gap: 10px; align-items: start; padding: 10px 12px; border: 1px solid var(--_line); border-radius: var(--_radius); cursor: pointer; }
  label.choice:has(:checked) { border-color: var(--_accent); background: var(--_raised); }
  label.choice input { margin-block-start: 3px; }

  .table { overflow-x: auto; border: 1px solid var(--_line); border-radius: var(--_radius); }
  table { width: 100%; border-collapse: collapse; text-align: start; }
  th, td { padding: 10px 14px; text-align: start; vertical-align: top; border-block-end: 1px solid var(--_line); overflow-wrap: anywhere; }
  th { font-size: 0.8125rem; color: var(--_muted); font-weight: 600; background: var(--_raised); white-space: nowrap; overflow-wrap: normal; }
  tbody tr:last-child > * { border-block-end: 0; }

  .badge { display: inline-flex; gap: 6px; align-items: center; font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
  .badge::before { content: ''; width: 8px; height: 8px; border-radius: 50%; background: currentColor; }
  .badge.functional { color: var(--_good); }
  .badge.broken, .badge.expired { color: var(--_danger); }
  .badge.disabled { color: var(--_muted); }
  .badge.broken::before, .badge.expired::before { border-radius: 1px; transform: rotate(45deg); }
  .badge.disabled::before { background: none; border: 2px solid currentColor; }

  .notice { border: 1px solid var(--_line); border-inline-start: 4px solid var(--_warning); border-radius: var(--_radius); background: var(--_raised); padding: 14px 16px; display: grid; gap: 6px; }
  .notice.broken, .notice.forbidden, .notice.ended { border-inline-start-color: var(--_danger); }
  .notice.plain { border-inline-start-color: var(--_accent); }
  .empty { text-align: center; padding: 48px 24px; display: grid; gap: 12px; justify-items: center; }
  .empty p { max-width: 48ch; color: var(--_muted); }

  dialog { border: 1px solid var(--_line); border-radius: calc(var(--_radius) + 4px); padding: 0; color: inherit; background: var(--_surface); width: min(640px, calc(100vw - 32px)); max-height: calc(100vh - 32px); overflow: auto; box-shadow: 0 12px 48px rgb(0 0 0 / 0.3); }
  dialog::backdrop { background: rgb(0 0 0 / 0.5); }
  dialog header { display: flex; justify-content: space-between; align-items: start; gap: 12px; padding: 20px 20px 0; }
  dialog .body { padding: 16px 20px; display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
  dialog footer { padding: 0 20px 20px; justify-content: flex-end; }

  .copyable { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 12px; align-items: center; }
  .copyable .label { grid-column: 1 / -1; }
  .copyable code { border: 1px solid var(--_line); border-radius: calc(var(--_radius) - 2px); background: var(--_raised); padding: 8px 10px; }

  .spinner { width: 1em; height: 1em; border: 2px solid currentColor; border-inline-end-color: transparent; border-radius: 50%; display: inline-block; animation: turn 0.8s linear infinite; }
  .loading { display: flex; gap: 10px; align-items: center; color: var(--_muted); padding: 24px 0; }
  @keyframes turn { to { transform: rotate(1turn); } }
  @media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 4s; } }
  @media (forced-colors: active) { [aria-disabled='true'] { color: GrayText; opacity: 1; } .badge::before { forced-color-adjust: none; } }
  @container (max-width: 560px) {
    .page { padding: 16px; }
    .card { padding: 16px; }
    .wide { display: none; }
  }
`;
