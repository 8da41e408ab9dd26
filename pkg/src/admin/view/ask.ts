// Dialogs with a form in them, questions before something is done that ends or changes something, and what went wrong there.
import { html, nothing } from 'lit';
import type { AccountModel } from '../model/account.js';
import type { Screen } from '../model/screen.js';
import { modal } from './modal.js';
import { button, textField, troubled, type ButtonOptions, type Maybe } from './part.js';
import type { Page, View } from './page.js';

/** What a form in a dialog is about. */
export interface Asked {
  /** Its name among what is open. */
  readonly name: string;
  readonly title: string;
  readonly body: unknown;
  /** On the button that does it. */
  readonly label: string;
  readonly send: () => Promise<boolean>;
  readonly options: ButtonOptions;
  /** Whether closing would lose what was entered: then it asks first. */
  readonly dirty?: boolean;
  /** What follows once it was done and is closed. */
  readonly then?: (() => void) | undefined;
  /** Forgets what was entered. */
  readonly closed?: () => void;
  /** What else can be done, in front of the others. */
  readonly more?: unknown;
}

/** A form in front of everything. It closes when it was done, or when somebody wants it closed and nothing is lost. */
export function asking(page: Page, { name, title, body, label, send, then, options, dirty = false, closed, more = nothing }: Asked): Maybe {
  if (!page.open.has(name)) return nothing;
  const { t, say } = page;
  const close = () => {
    page.toggle('discard', false);
    page.toggle(name, false);
    closed?.();
  };
  const cancel = () => {
    if (options.of?.busy !== undefined) return;
    if (dirty && !page.open.has('discard')) page.toggle('discard', true);
    else if (dirty) page.toggle('discard', false);
    else close();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (options.of?.busy === undefined && options.why === undefined) void send().then((done) => (done ? (close(), then?.()) : lookAt(form)));
  };
  const discard = html`<p class="strong" role="alert">${say(t.creation.discard)}</p>
    ${button(page, say(t.creation.discardYes), close, { kind: 'danger' })}${button(page, say(t.creation.discardNo), () => page.toggle('discard', false), { kind: 'primary' })}`;
  const usual = html`${more}${button(page, say(t.page.cancel), cancel)}${button(page, label, undefined, { kind: 'primary', ...options, type: 'submit' })}`;
  return html`<dialog ${modal(cancel)} aria-labelledby="dialog-title" part="dialog"><form novalidate @submit=${submit}>
    <header><h2 id="dialog-title" tabindex="-1" autofocus>${title}</h2><button type="button" class="icon" aria-label=${say(t.page.close)} @click=${cancel}>×</button></header>
    <div class="body">${body}</div>
    <footer class="actions">${dirty && page.open.has('discard') ? discard : usual}</footer>
  </form></dialog>`;
}

/** A question before something is done that ends or changes something. It is asked while `page.open` has its name. */
export interface Question extends ButtonOptions {
  readonly name: string;
  readonly title: string;
  readonly text: unknown;
  /** What the button says that does it. */
  readonly label: string;
  readonly account: AccountModel;
  readonly of: Screen;
  /** Whether a reason for the audit has to be given; left out: none is asked. */
  readonly reason?: 'needed' | 'optional';
  /** Does it, and answers whether it was done. */
  readonly act: (reason: string) => Promise<boolean>;
  /** What is told once it was done. */
  readonly done?: string;
  readonly then?: () => void;
}

/** A question, with the reason for the audit. What was entered of that stays while one looks at something else. */
export function ask(page: Page, question: Question): Maybe {
  const { name, title, text, label, account, reason, act, done, then, of } = question;
  const { t, say, announce } = page;
  const send = async () => {
    if (!(await act(account.reason.trim()))) return false;
    account.explain('');
    if (done !== undefined) announce(done);
    return true;
  };
  const unexplained = reason === 'needed' && account.reason.trim() === '' ? say(t.overview.reasonFirst) : undefined;
  const why = question.why ?? (reason === undefined ? undefined : account.reasonProblem && page.rule(account.reasonProblem)) ?? unexplained;
  return asking(page, {
    name,
    title,
    label,
    send,
    then,
    options: { ...question, why },
    body: html`${failed(page, of, () => void account.refresh())}
      ${text}
      ${reason === undefined ? nothing : reasonField(page, account, reason === 'optional')}`,
  });
}

/** What is explained by a reason. */
type Explained = Pick<AccountModel, 'reason' | 'reasonProblem' | 'explain'>;

/** Asks why. What was entered stays while one looks at something else. */
export function reasonField(page: Page, account: Explained, optional: boolean): View {
  const { t, say } = page;
  return textField(page, 'reason', say(t.page.reason), account.reason, (text) => account.explain(text), { optional, problem: account.reasonProblem, hint: say(t.page.reasonHint) });
}

/** Brings what has to be mended into sight, once it is drawn. */
export function lookAt(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const at = form.querySelector<HTMLElement>('[aria-invalid="true"], .problem:not(:empty)') ?? form.querySelector('.notice[role="alert"]');
    at?.scrollIntoView({ block: 'center' });
    at?.focus();
  });
}

/** A button that opens a dialog; `first` makes it ready. */
export function opening(page: Page, name: string, label: string, first: () => void, options: ButtonOptions = {}): View {
  const open = () => {
    first();
    page.toggle(name, true);
  };
  return button(page, label, open, options);
}

/** What went wrong, with what to do about it where this side knows more; `reload` reads again what is there, and then nothing is told of it any more. */
export function failed(page: Page, screen: Screen, reload?: () => void): Maybe {
  const { trouble } = screen;
  if (trouble === undefined) return nothing;
  const { t, say } = page;
  const refused: Readonly<Record<string, string>> = t.credentials.refused as typeof t.credentials.refused & Record<string, string>;
  const known = refused[trouble.code];
  const look = () => {
    screen.dismiss();
    reload?.();
  };
  const again = reload !== undefined && ['outcome', 'conflict', 'limit'].includes(trouble.kind) ? button(page, say(t.page.reload), look) : nothing;
  if (known === undefined) return html`${troubled(page, screen)}${again === nothing ? nothing : html`<div class="row">${again}</div>`}`;
  return html`<div class="notice limit" role="alert" part="notice"><p>${say(known)}</p>
    <p class="actions">${again}${button(page, say(t.page.close), () => screen.dismiss())}</p></div>`;
}
