// Colours, letters and small marks.
import { css } from 'lit';

export const base = css`
  :host {
    --_accent: var(--badgehouse-accent, light-dark(#1d4ed8, #8ab4ff));
    --_on-accent: var(--badgehouse-on-accent, light-dark(#fff, #0b1220));
    --_text: var(--badgehouse-text, light-dark(#16181d, #e8eaf0));
    --_muted: var(--badgehouse-muted, light-dark(#565d6b, #a3abba));
    --_surface: var(--badgehouse-surface, light-dark(#fff, #14171d));
    --_raised: var(--badgehouse-raised, light-dark(#f6f7f9, #1c2029));
    --_line: var(--badgehouse-line, light-dark(#dfe2e8, #2e3441));
    --_control: var(--badgehouse-control, light-dark(#868d9c, #6f788a));
    --_danger: var(--badgehouse-danger, light-dark(#b3261e, #ff9d94));
    --_on-danger: var(--badgehouse-on-danger, light-dark(#fff, #2b0b08));
    --_warning: var(--badgehouse-warning, light-dark(#8a5300, #ffc46b));
    --_good: var(--badgehouse-good, light-dark(#17703a, #7ddc9f));
    --_radius: var(--badgehouse-radius, 8px);
    --_small: max(0px, calc(var(--_radius) - 2px));
    --_font: var(--badgehouse-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    --_mono: var(--badgehouse-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
    --_width: var(--badgehouse-width, 1180px);
    --_top: var(--badgehouse-top, 0px);
    display: block;
    color: var(--_text);
    background: var(--_surface);
    font: 0.9375rem/1.5 var(--_font);
    text-align: start;
    color-scheme: light dark;
    container-type: inline-size;
  }
  :host([hidden]) { display: none; }
  :host([theme='light']) { color-scheme: light; }
  :host([theme='dark']) { color-scheme: dark; }
  *, ::before, ::after { box-sizing: border-box; }
  h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  h1 { font-size: 1.625rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; text-wrap: balance; }
  h1:focus { outline: none; }
  h2 { font-size: 1.0625rem; line-height: 1.4; font-weight: 650; overflow-wrap: anywhere; }
  h3 { font-size: 0.9375rem; font-weight: 650; }
  p { text-wrap: pretty; overflow-wrap: anywhere; }
  a { color: var(--_accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
  a:hover { text-decoration-thickness: 2px; }
  code, pre, kbd { font-family: var(--_mono); font-size: 0.875em; overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; background: var(--_raised); border: 1px solid var(--_line); border-radius: var(--_radius); padding: 12px 14px; margin: 0; }
  time { white-space: nowrap; }
  hr { border: 0; border-block-start: 1px solid var(--_line); margin: 0; width: 100%; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .muted, .hint { color: var(--_muted); }
  .small, .hint, .problem { font-size: 0.8125rem; }
  .small { font-weight: 400; }
  .problem { color: var(--_danger); }
  .problem:empty { display: none; }
  .problem::before { content: '!'; content: '!' / ''; display: inline-grid; place-items: center; width: 1.15em; height: 1.15em; margin-inline-end: 6px; border: 1px solid; border-radius: 50%; font-weight: 700; font-size: 0.9em; line-height: 1; }
  .strong { font-weight: 600; }
  .good { color: var(--_good); }
  .warning { color: var(--_warning); }
  .number { text-align: end; font-variant-numeric: tabular-nums; }
  .cut, [dir='ltr'], [dir='auto'] { text-align: -webkit-match-parent; text-align: match-parent; }
  .cut { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  :focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }

  .badge { display: inline-flex; gap: 7px; align-items: center; padding: 1px 10px 1px 8px; border-radius: 99px; font-size: 0.8125rem; font-weight: 600; white-space: nowrap; color: var(--_muted); background: color-mix(in srgb, currentColor 10%, transparent); }
  .badge::before { content: ''; width: 8px; height: 8px; border-radius: 50%; background: currentColor; flex: none; }
  .badge.functional, .badge.live { color: var(--_good); }
  .badge.broken, .badge.expired { color: var(--_danger); }
  .badge.ends_soon, .badge.too_old { color: var(--_warning); }
  .badge.broken::before, .badge.expired::before { border-radius: 1px; transform: rotate(45deg); }
  .badge.disabled::before, .badge.ended::before { background: none; border: 2px solid currentColor; }
  .badge.ends_soon::before, .badge.too_old::before { border-radius: 1px; }

  .spinner { width: 1em; height: 1em; border: 2px solid currentColor; border-inline-end-color: transparent; border-radius: 50%; display: inline-block; flex: none; animation: turn 0.8s linear infinite; }
  .loading { display: flex; gap: 10px; align-items: center; color: var(--_muted); padding: 24px 0; }
  @keyframes turn { to { transform: rotate(1turn); } }
  @media (prefers-reduced-motion: reduce) { .spinner { animation: none; border-style: dotted; } }
  @media (forced-colors: active) {
    .spinner { forced-color-adjust: none; color: CanvasText; }
    .badge { border: 1px solid; }
    .badge::before { forced-color-adjust: none; background: CanvasText; }
  }
`;
