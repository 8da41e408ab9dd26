// What is pressed, typed into and chosen.
import { css } from 'lit';

export const controls = css`
  button, .button, input, select, textarea { font: inherit; color: inherit; min-height: 38px; border-radius: var(--_small); border: 1px solid var(--_control); background: var(--_surface); padding: 7px 12px; }
  input, select, textarea { width: 100%; max-width: 100%; }
  select { padding-inline-end: 8px; text-overflow: ellipsis; cursor: pointer; }
  ::placeholder { color: var(--_muted); opacity: 1; }
  input[type='checkbox'], input[type='radio'] { width: 18px; height: 18px; min-height: 0; margin: 0; padding: 0; accent-color: var(--_accent); flex: none; cursor: pointer; }
  textarea { min-height: 84px; resize: vertical; display: block; }
  [aria-invalid='true'] { border-color: var(--_danger); box-shadow: 0 0 0 1px var(--_danger); }

  button, .button { cursor: pointer; display: inline-flex; gap: 8px; align-items: center; justify-content: center; text-align: center; text-decoration: none; font-weight: 550; border-color: var(--_control); }
  button:hover, .button:hover { background: var(--_raised); }
  button.primary, .button.primary { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
  button.primary:hover { background: color-mix(in srgb, var(--_accent) 88%, var(--_text)); }
  button.danger { color: var(--_danger); border-color: color-mix(in srgb, var(--_danger) 60%, transparent); }
  button.danger:hover { background: color-mix(in srgb, var(--_danger) 8%, var(--_surface)); }
  dialog footer button.danger { background: var(--_danger); border-color: var(--_danger); color: var(--_on-danger); }
  dialog footer button.danger:hover { background: color-mix(in srgb, var(--_danger) 88%, var(--_text)); }
  button.link { border-color: transparent; background: none; color: var(--_accent); padding-inline: 6px; min-height: 30px; }
  button.link:hover { text-decoration: underline; }
  button.icon { border-color: transparent; min-width: 38px; padding: 0; font-size: 1.25rem; background: none; }
  button.icon:hover { background: var(--_raised); }
  button[aria-disabled='true'], .button[aria-disabled='true'] { cursor: not-allowed; background: var(--_raised); border-color: var(--_line); color: var(--_muted); }
  dialog footer button[aria-disabled='true'] { background: var(--_raised); border-color: var(--_line); color: var(--_muted); }

  form, .form { display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr); }
  .field { display: grid; gap: 5px; grid-template-columns: minmax(0, 1fr); align-content: start; max-width: 68ch; }
  .field > label, legend, .label { font-weight: 600; }
  .field > label .muted, legend .muted { font-weight: 400; }
  fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: 10px; min-width: 0; }
  legend { padding: 0; margin-block-end: 6px; }
  .choices { display: grid; gap: 10px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr)); }
  label.choice { display: flex; gap: 12px; align-items: start; padding: 12px 14px; border: 1px solid var(--_line); border-radius: var(--_radius); cursor: pointer; }
  label.choice:hover { background: var(--_raised); }
  label.choice:has(:checked) { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); background: color-mix(in srgb, var(--_accent) 5%, var(--_surface)); }
  label.choice:has(:focus-visible) { outline: 3px solid var(--_accent); outline-offset: 2px; }
  label.choice :focus-visible { outline: none; }
  label.choice input { margin-block-start: 3px; }
  label.check { display: inline-flex; gap: 10px; align-items: center; min-height: 36px; cursor: pointer; }
  .chips { display: flex; flex-wrap: wrap; gap: 8px; }
  label.chip, button.chip { display: inline-flex; gap: 8px; align-items: center; min-height: 36px; padding: 5px 14px; border: 1px solid var(--_control); border-radius: 99px; cursor: pointer; font-weight: 400; background: var(--_surface); }
  label.chip:hover { background: var(--_raised); }
  label.chip:has(:checked), button.chip[aria-pressed='true'] { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); background: color-mix(in srgb, var(--_accent) 8%, var(--_surface)); font-weight: 600; }
  label.chip input { position: absolute; width: 1px; height: 1px; opacity: 0; }
  label.chip:has(:focus-visible) { outline: 3px solid var(--_accent); outline-offset: 2px; }

  .card.requests { padding: 16px 18px; gap: 8px; background: var(--_raised); }
  .plainlist, .granting { list-style: none; display: grid; gap: 6px; }
  .plainlist li { display: flex; flex-wrap: wrap; gap: 2px 10px; justify-content: space-between; max-width: 420px; }
  .granting { max-width: 560px; }
  .granting:empty { display: none; }
  .granting li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(120px, 180px); gap: 12px; align-items: center; }
  select.adding { width: auto; max-width: min(100%, 320px); justify-self: start; }
  input[type='datetime-local'] { width: auto; justify-self: start; }
  .copyable { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 5px 10px; align-items: stretch; }
  .copyable > .row { grid-column: 1 / -1; min-height: 24px; }
  .copyable code { border: 1px solid var(--_line); border-radius: var(--_small); background: var(--_raised); padding: 9px 12px; align-self: stretch; user-select: all; }
  .told { font-size: 0.8125rem; color: var(--_good); }
  .told:empty { display: none; }
  .told.failed { color: var(--_danger); }

  @media (forced-colors: active) {
    button.primary, .button.primary, dialog footer button.danger { forced-color-adjust: none; background: ButtonText; border-color: ButtonText; color: ButtonFace; }
    [aria-invalid='true'] { border: 3px double; }
    button[aria-disabled='true'], .button[aria-disabled='true'] { color: GrayText; border-color: GrayText; }
    label.choice:has(:checked), label.chip:has(:checked), button.chip[aria-pressed='true'] { outline: 2px solid Highlight; }
  }
`;
