// The parts that screens are made of: buttons, fields, notices, dialogs.
import { html, nothing } from 'lit';
import type { AccountState } from '../../account.js';
import type { Allowance } from '../../accounts/me.js';
import type { Right } from '../model/administration.js';
import type { Screen } from '../model/screen.js';
import type { Trouble } from '../model/trouble.js';
import { modal } from './modal.js';
import type { Page, View } from './page.js';

/** For how long it is told that something was copied. */
const TOLD_MS = 5_000;

/** What is drawn where something may be missing. */
export type Maybe = View | string | typeof nothing;

/** How a button looks and when it can be pressed. */
export interface ButtonOptions {
  readonly kind?: 'primary' | 'danger' | 'plain';
  /** Disabled while this screen does something, and shown as under way where that is the named action. */
  readonly of?: Screen;
  readonly action?: string;
  /** What who asks has to hold; without it the button is disabled and says why. */
  readonly needs?: Right;
  /** Why it cannot be pressed, for another reason. */
  readonly why?: string | undefined;
  readonly type?: 'button' | 'submit';
  /** The id of the form that it sends, where it stands outside of it. */
  readonly form?: string;
  /** What it is about, for who cannot see where it stands. */
  readonly about?: string;
  readonly part?: string;
}

/** A button. A disabled one can be reached by keyboard and says why. */
export function button(page: Page, label: string, press: (() => void) | undefined, options: ButtonOptions = {}): View {
  const { kind = 'plain', of, action, needs, type = 'button', form, about, part = '' } = options;
  const why = options.why ?? lacking(page, needs);
  const working = of?.busy !== undefined && of.busy === action;
  const disabled = why !== undefined || of?.busy !== undefined;
  const pressed = (event: Event) => (disabled ? event.preventDefault() : press?.());
  return html`<button type=${type} form=${form ?? nothing} class=${kind} part=${`button ${kind} ${part}`} aria-disabled=${disabled} title=${why ?? nothing} @click=${pressed}>
    ${working ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${label}${about === undefined ? nothing : html`<span class="hidden"> ${about}</span>`}${why === undefined ? nothing : html`<span class="hidden">. ${why}</span>`}</button>`;
}

/** Why who asks may not do what needs a right; nothing when it may. */
export function lacking({ administration, t, say }: Page, needs: Right | undefined): string | undefined {
  if (needs === undefined || administration.may(needs)) return undefined;
  const name = (id: string) => administration.catalogue?.tools.find((tool) => tool.id === id)?.name ?? id;
  return say(t.page.right[needs], { admin: name('admin'), directory: name('directory') });
}

/** Why something may not be done with one account; nothing when it may. */
export function barred({ administration, t, say }: Page, allowance: Allowance | undefined): string | undefined {
  if (allowance === undefined || allowance.allowed) return undefined;
  const { tool = '', level = 'admin' } = allowance.missing ?? {};
  if (tool === '') return say(t.page.barred);
  return say(t.page.lacks, { level: say(t.page.level[level]), tool: administration.catalogue?.tools.find(({ id }) => id === tool)?.name ?? tool });
}

/** What belongs to a field. */
export interface FieldOptions {
  readonly hint?: string | undefined;
  /** What it breaks. */
  readonly problem?: string | undefined;
  readonly optional?: boolean;
}

/** What ties a control to the texts around it. */
export interface Tied {
  readonly id: string;
  readonly describedBy: string | typeof nothing;
  readonly invalid: 'true' | typeof nothing;
}

/** A labelled control with its hint, and what it breaks. `control` sets the ids that it is given. */
export function field({ t, rule }: Page, id: string, label: string, options: FieldOptions, control: (tied: Tied) => View): View {
  const { hint, problem, optional } = options;
  const ids = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`].filter(Boolean).join(' ');
  const tied: Tied = { id, describedBy: ids === '' ? nothing : ids, invalid: problem === undefined ? nothing : 'true' };
  return html`<div class="field" part="field">
    <label for=${id}>${label}${optional ? html`${' '}<span class="muted">(${t.page.optional})</span>` : nothing}</label>
    ${control(tied)}
    ${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
    <p class="problem" id="${id}-problem" aria-live="polite">${problem === undefined ? nothing : rule(problem)}</p>
  </div>`;
}

/** A line of text to enter. */
export function textField(page: Page, id: string, label: string, value: string, enter: (value: string) => void, options: FieldOptions = {}): View {
  const entered = (event: Event) => enter((event.target as HTMLInputElement).value);
  return field(page, id, label, options, ({ id, describedBy, invalid }) => html`<input
    id=${id} .value=${value} autocomplete="off" aria-describedby=${describedBy} aria-invalid=${invalid} @input=${entered} part="input" />`);
}

/** What went wrong on a screen, in words, with what can be done about it; `heading` in place of the kind's. */
export function troubled(page: Page, screen: Screen, trouble: Trouble | undefined = screen.trouble, heading?: string): Maybe {
  if (trouble === undefined) return nothing;
  const { t, say } = page;
  const { title, advice } = t.trouble[trouble.kind];
  const later = trouble.kind === 'busy' && trouble.retryAfter !== undefined ? say(t.trouble.busy.later, { count: trouble.retryAfter }) : say(advice);
  const again = ['offline', 'busy', 'ended'].includes(trouble.kind);
  return html`<div class="notice ${trouble.kind}" role="alert" part="notice">
    <h2>${heading ?? say(title)}</h2>
    <p>${later}</p>
    <details><summary>${say(t.trouble.detail)}</summary>${trouble.detail === '' ? nothing : html`<p lang="en">${trouble.detail}</p>`}
      ${trouble.errors.map(({ pointer, detail }) => html`<p lang="en"><code>${pointer}</code> ${detail}</p>`)}
    </details>
    <p class="actions">${again ? button(page, say(t.page.again), () => screen.again()) : nothing}
    ${button(page, say(t.page.close), () => screen.dismiss())}</p>
  </div>`;
}

/** A dialog in front of everything. `cancel` is called by Esc and by the closing button. */
export function dialog({ t, say }: Page, title: string, cancel: () => void, body: unknown, actions: unknown): View {
  return html`<dialog ${modal(cancel)} aria-labelledby="dialog-title" part="dialog">
    <header><h2 id="dialog-title">${title}</h2><button type="button" class="icon" aria-label=${say(t.page.close)} @click=${cancel}>×</button></header>
    <div class="body">${body}</div>
    <footer class="actions">${actions}</footer>
  </dialog>`;
}

/** A text with a button that copies it, always visible, and what came of it. */
export function copyable(page: Page, label: string, text: string): View {
  return html`<div class="copyable" part="copyable"><div class="row spread"><span class="label">${label}</span>${copyTold(page, label)}</div><code dir="ltr">${text}</code>
    ${copyButton(page, label, text)}</div>`;
}

/** A button that copies a text; `name` is what is copied, for who cannot see what stands beside. */
export function copyButton(page: Page, name: string, text: string, label = page.say(page.t.page.copy)): View {
  return html`<button type="button" class="plain copy" part="button copy" @click=${() => void copy(page, text, name)}>${label}<span class="hidden"> ${name}</span></button>`;
}

/** What came of copying a text, beside its button. */
export function copyTold({ t, say, open }: Page, name: string): View {
  const [done, failed] = [open.has(`copied ${name}`), open.has(`uncopied ${name}`)];
  return html`<span class=${failed ? 'told failed' : 'told'}>${done ? say(t.page.copied) : failed ? say(t.page.copyFailed) : nothing}</span>`;
}

/** Copies a text and tells of it. */
export async function copy({ t, say, announce, toggle }: Page, text: string, name = ''): Promise<void> {
  const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  announce(say(done ? t.page.copied : t.page.copyFailed));
  toggle(`copied ${name}`, done);
  toggle(`uncopied ${name}`, !done);
  if (done) setTimeout(() => toggle(`copied ${name}`, false), TOLD_MS);
}

/** An account's state as a word with a mark, so that no colour has to be seen. */
export function stateBadge({ t, say }: Page, state: AccountState): View {
  return html`<span class="badge ${state}" part="badge ${state}">${say(t.page.state[state])}</span>`;
}

/** A moment with how far it is. */
export function moment({ format, administration }: Page, at: string): View {
  return html`<time datetime=${at} title=${format.instant(at)}>${format.distance(at, administration.now())}</time>`;
}

/** What is shown until something was read. */
export function loading({ t, say }: Page): View {
  return html`<p class="loading" role="status"><span class="spinner" aria-hidden="true"></span>${say(t.page.loading)}</p>`;
}
