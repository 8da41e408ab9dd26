// Asks before something is done that ends or changes something, with the reason for the audit.
import { html, nothing } from 'lit';
import type { AccountModel } from '../model/account.js';
import { failed } from './asking.js';
import { button, dialog, textField, type ButtonOptions, type Maybe } from './part.js';
import type { Page, View } from './page.js';

/** A question. It is asked while `page.open` has its name. */
export interface Question extends ButtonOptions {
  readonly name: string;
  readonly title: string;
  readonly text: unknown;
  /** What the button says that does it. */
  readonly label: string;
  readonly account: AccountModel;
  /** Whether a reason has to be given; left out: none is asked. */
  readonly reason?: 'needed' | 'optional';
  /** Does it, and answers whether it was done. */
  readonly act: (reason: string) => Promise<boolean>;
  /** What is told once it was done. */
  readonly done?: string;
  readonly then?: () => void;
}

export function ask(page: Page, question: Question): Maybe {
  const { name, title, text, label, account, reason, act, done, then, of } = question;
  const { t, say, open, toggle, announce } = page;
  if (!open.has(name)) return nothing;
  const close = () => toggle(name, false);
  const pressed = async () => {
    if (!(await act(account.reason.trim()))) return;
    account.explain('');
    close();
    if (done !== undefined) announce(done);
    then?.();
  };
  const why = question.why ?? (reason === undefined ? undefined : account.reasonProblem && page.rule(account.reasonProblem)) ?? (reason === 'needed' && account.reason.trim() === '' ? say(t.overview.reasonFirst) : undefined);
  return dialog(page, title, close, html`
    ${of === undefined ? nothing : failed(page, of, () => (of.dismiss(), void account.refresh()))}
    ${text}
    ${reason === undefined ? nothing : reasonField(page, account, reason === 'optional')}`, html`
    ${button(page, say(t.page.cancel), close)}
    ${button(page, label, () => void pressed(), { ...question, why })}`);
}

/** Asks why. What was entered stays while one looks at something else. */
export function reasonField(page: Page, account: AccountModel, optional: boolean): View {
  const { t, say } = page;
  return textField(page, 'reason', say(t.page.reason), account.reason, (text) => account.explain(text), { optional, problem: account.reasonProblem, hint: say(t.page.reasonHint) });
}
