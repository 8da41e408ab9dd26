// An account’s contact in the company’s directory: what broke it, what mends it, and its change with the guard before it.
import { html, nothing } from 'lit';
import type { Contact, ContactProblem, Repair } from '../../account.js';
import type { ContactModel } from '../model/contact.js';
import { arrived } from './arrived.js';
import { ask, failed, lookAt, reasonField } from './ask.js';
import { used } from './overview.js';
import { barred, button, dialog, field, lacking, loading, textField, type Maybe } from './part.js';
import type { Page, View } from './page.js';

export function contactView(page: Page, model: ContactModel): Maybe {
  const { t, say } = page;
  const { contact } = model;
  const why = lacking(page, 'administer_directory');
  if (why !== undefined) return html`<p class="notice plain">${why}</p>`;
  const trouble = model.wouldBreak === undefined && !['restore', 'replace'].some((name) => page.open.has(name)) ? failed(page, model, () => void model.reload()) : nothing;
  if (contact === undefined) return html`${trouble}${model.trouble === undefined ? loading(page) : nothing}`;
  return html`
    <p class="muted lead">${say(t.contact.about)}</p>
    ${trouble}
    ${contact.functional ? nothing : broken(page, model, contact)}
    <section class="card" aria-label=${say(t.overview.email)}>
      <div class="head"><h2>${say(t.overview.email)}</h2>${model.editing ? nothing : button(page, say(t.contact.edit), () => model.begin(), { why: barred(page, model.of.allowed?.configure) })}</div>
      ${model.editing ? form(page, model) : shown(page, contact)}
    </section>
    ${(['restore', 'replace'] as const).map((how) => question(page, model, contact, how))}
    ${guard(page, model)}
  `;
}

function shown({ t, say }: Page, { email, bound_email, companies, functional }: Contact): View {
  return html`
    ${functional ? html`<p>${say(t.contact.well)}</p>` : nothing}
    <dl class="facts">
      <dt>${say(t.contact.email)}</dt><dd dir="auto">${email}</dd>
      ${email === bound_email ? nothing : html`<dt>${say(t.contact.bound)}</dt><dd dir="auto">${bound_email}</dd>`}
      <dt>${say(t.contact.companies)}</dt><dd dir="auto">${companies.join(', ') || say(t.contact.nowhere)}</dd>
    </dl>`;
}

/** What broke it and since when, with both repairs. */
function broken(page: Page, { of }: ContactModel, { problems, bound_email, companies }: Contact): View {
  const { t, say, format, toggle } = page;
  const since = (problem: ContactProblem) => {
    const at = of.account?.reasons.find(({ reason }) => reason === problem)?.since;
    return at === undefined ? say(t.overview.someTime) : format.instant(at);
  };
  const line = (how: Repair, kind: 'primary' | 'plain') => html`<div class="line">
    <div><h3>${say(t.contact[how].title)}</h3><p class="muted">${say(t.contact[how].text, { email: bound_email })}</p></div>
    ${button(page, `${say(t.contact[how].action)}…`, () => toggle(how, true), { kind, why: barred(page, of.allowed?.repair) })}</div>`;
  return html`<section class="card state broken"><h2>${say(t.contact.broken.title)}</h2>
    <ul class="reasons">${problems.map((problem) => html`<li><p>${say(t.contact.broken[problem], { since: since(problem), email: bound_email, companies: companies.join(', ') })}</p></li>`)}</ul>
    ${line('restore', 'primary')}${line('replace', 'plain')}</section>`;
}

function question(page: Page, model: ContactModel, { bound_email }: Contact, how: Repair): Maybe {
  const { t, say } = page;
  const stopped = model.of.account?.reasons.some(({ reason }) => reason === 'disabled' || reason === 'expired') === true;
  return ask(page, {
    name: how,
    account: model.of,
    of: model,
    action: 'repair',
    title: say(t.contact.question[how]),
    text: html`<p>${say(t.contact[how].text, { email: bound_email })}</p><p>${say(stopped ? t.contact.disabled : t.contact.works)}</p>`,
    label: say(t.contact[how].action),
    kind: 'primary',
    why: barred(page, model.of.allowed?.repair),
    reason: 'optional',
    act: (reason) => model.repair(how, reason),
    then: () => page.announce(say(t.contact.repaired, { email: model.contact?.email ?? '' })),
  });
}

function form(page: Page, model: ContactModel): View {
  const { t, say } = page;
  const { entered, contact, of } = model;
  const save = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void model.save().then((done) => (done ? page.announce(say(t.contact.saved)) : lookAt(form)));
  };
  return html`<form class="stack" novalidate @submit=${save}>
    ${model.changedMeanwhile && contact !== undefined ? html`<div class="notice conflict" role="alert" tabindex="-1" ${arrived()}><h3>${say(t.contact.meanwhile.title)}</h3>
      <p>${say(t.contact.meanwhile.text, { email: contact.email, companies: contact.companies.join(', ') || say(t.contact.nowhere) })}</p></div>` : nothing}
    ${textField(page, 'contact-email', say(t.contact.email), entered.email, (value) => model.enter('email', value), { problem: model.problem('email') })}
    ${field(page, 'contact-companies', say(t.contact.companies), { hint: say(t.contact.companiesHint, { company: of.account?.company ?? contact?.companies[0] ?? '' }), problem: model.problem('companies') }, ({ id, describedBy, invalid }) => html`
      <textarea id=${id} rows="3" dir="auto" spellcheck="false" aria-describedby=${describedBy} aria-invalid=${invalid} .value=${entered.companies}
        @input=${(event: Event) => model.enter('companies', (event.target as HTMLTextAreaElement).value)}></textarea>`)}
    <div class="actions">
      ${button(page, say(t.page.save), undefined, { kind: 'primary', type: 'submit', of: model, action: 'save', why: barred(page, model.of.allowed?.configure) })}
      ${button(page, say(t.page.cancel), () => model.cancel())}
    </div>
  </form>`;
}

/** Before a change that stops the account. */
function guard(page: Page, model: ContactModel): Maybe {
  const { t, say } = page;
  if (model.wouldBreak === undefined) return nothing;
  const { of } = model;
  const insist = () => void model.insist(of.reason.trim()).then((done) => done && (of.explain(''), page.announce(say(t.contact.saved))));
  return dialog(page, say(t.contact.guard.title), () => model.reconsider(), html`
    ${failed(page, model, () => void model.reload())}
    <p>${say(t.contact.guard.text, { name: of.name ?? of.clientId })} ${say(t.overview.stops)}</p>
    ${used(page, of.overview)}
    ${reasonField(page, of, true)}`, html`
    ${button(page, say(t.contact.guard.insist), insist, { kind: 'danger', of: model, action: 'save', why: barred(page, model.of.allowed?.configure) })}
    ${button(page, say(t.contact.guard.back), () => model.reconsider(), { kind: 'primary' })}`);
}
