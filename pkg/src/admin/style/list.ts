// The list of accounts. The height of its rows is what view/scrolled.ts reckons with.
import { css } from 'lit';

export const list = css`
  .filters { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; }
  .filters input[type='search'] { flex: 1 1 240px; width: auto; min-width: 0; }
  .filters select, .filters .owner { flex: 0 1 auto; width: auto; min-width: 120px; max-width: 220px; }
  .filters .owner { width: 140px; min-width: 0; }
  .filters .unfold { display: none; }
  .found { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; min-height: 30px; color: var(--_muted); font-size: 0.875rem; margin-block-end: -10px; }

  .table.accounts { overflow: clip; }
  .accounts table { table-layout: fixed; }
  .accounts thead th { position: sticky; inset-block-start: var(--_top); z-index: 1; }
  .accounts .name { width: 30%; }
  .accounts .state { width: 24%; }
  .accounts .last { width: 12%; }
  .accounts .ends { width: 11%; }
  .accounts .type { width: 13%; }
  .accounts tbody tr:not(.gap) { height: 4.25rem; }
  .accounts tbody tr:not(.gap) > * { height: 4.25rem; padding-block: 0; line-height: 1.4; }
  .accounts a { color: var(--_text); text-decoration: none; font-weight: 600; padding-block: 2px; }
  .accounts a:hover { text-decoration: underline; }
  .accounts tbody th code { display: block; font-weight: 400; color: var(--_muted); font-size: 0.8125rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .accounts .advice { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; line-height: 1.35; color: var(--_muted); font-size: 0.8125rem; font-weight: 400; }
  .accounts .narrow { display: none; }
  .accounts[aria-busy='true'] tbody { opacity: 0.55; }
  .spark { display: block; width: 84px; height: 16px; fill: var(--_accent); }
  .spark .refused { fill: var(--_danger); }

  @container (max-width: 900px) {
    .accounts .roomy { display: none; }
    .accounts .name { width: auto; }
    .accounts .state { width: 34%; }
    .accounts .last { width: 22%; }
  }
  @container (max-width: 640px) {
    .accounts .state { width: 124px; }
    .accounts th, .accounts td { padding-inline: 12px; }
    .accounts .state .advice { display: none; }
    .accounts .narrow { display: -webkit-box; }
    .accounts .advised code { display: none; }
    .filters:not(.unfolded) > :is(select, .owner) { display: none; }
    .filters .unfold { display: inline-flex; order: 1; }
    .filters label.chip { order: 1; }
    .filters input[type='search'] { flex-basis: 100%; }
    .filters select, .filters .owner { flex: 1 1 40%; max-width: none; width: auto; }
  }
`;
