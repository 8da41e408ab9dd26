// How a program uses an account, with the secret left out.
import { html, nothing } from 'lit';
import { examples, type Example } from '../examples.js';
import type { ExampleForm, Examples } from '../model/examples.js';
import { button, copy, copyable, textField } from './part.js';
import type { Page, View } from './page.js';

/** Takes a secret without showing it or leaving it in a history. It is code, and belongs to no language. */
const READ_SECRET = 'read -rs CLIENT_SECRET && export CLIENT_SECRET';

export function examplesView(page: Page, model: Examples): View {
  const { t, say } = page;
  const known = knownOf(page, model);
  const program = model.program(known);
  const { account } = model.of;
  const entered = (name: keyof ExampleForm) => model.entered[name] ?? known[name];
  const input = (name: keyof ExampleForm, label: string, hint?: string) => textField(page, `example-${name}`, label, entered(name), (value) => model.enter(name, value), { hint });
  const chip = (language: Example) => html`<label class="chip"><input type="radio" name="language" .checked=${model.language === language} @change=${() => model.choose(language)} />${say(t.examples.title[language])}</label>`;
  return html`
    ${account === undefined || account.functional ? nothing : html`<p class="notice ${account.state}">${say(t.examples.stopped, { state: say(t.page.state[account.state]) })}</p>`}
    <section class="card" aria-labelledby="program">
      <div class="head"><h2 id="program">${say(t.examples.program)}</h2></div>
      <p class="lead">${say(t.examples.lead)}</p>
      <fieldset><legend class="hidden">${say(t.examples.program)}</legend><div class="chips">${(Object.keys(examples) as Example[]).map(chip)}</div></fieldset>
      ${copyable(page, say(t.examples.secret), READ_SECRET)}
      <div class="stack tight"><div class="row spread"><p class="muted">${say(t.examples.needs[model.language])}</p>${button(page, say(t.page.copy), () => void copy(page, program), { part: 'copy' })}</div>
        <pre class="program" tabindex="0" dir="ltr" aria-label=${say(t.examples.title[model.language])}><code>${program}</code></pre></div>
      <details ?open=${page.open.has('adapt')} @toggle=${(event: Event) => page.toggle('adapt', (event.target as HTMLDetailsElement).open)}><summary>${say(t.examples.adapt)}</summary>
        <div class="columns">
          ${input('tokenUrl', say(t.examples.tokenUrl))}
          ${input('resource', say(t.examples.resource), say(t.examples.resourceHint, { first: page.administration.me?.service?.audiences[0] ?? say(t.examples.first) }))}
          ${input('scope', say(t.examples.scope), say(t.examples.scopeHint))}
          ${input('call', say(t.examples.call), say(t.examples.callHint))}
        </div></details>
    </section>`;
}

/** What is known of the service. Where its admin API is reached by HTTP, a program asks it whose token it has; that needs no permission. */
function knownOf({ administration, api, tokenUrl }: Page, { of }: Examples): ExampleForm {
  const { service } = administration.me ?? {};
  const issuer = service?.issuer ?? tokenUrl.replace(/\/oauth\/token$/, '');
  if (api === undefined) return { tokenUrl, resource: '', scope: '', call: service?.audiences[0] ?? issuer };
  const base = new URL(`${api.replace(/\/$/, '')}/`, location.href);
  return { tokenUrl, resource: `${issuer}/admin`, scope: '', call: new URL(`companies/${encodeURIComponent(of.account?.company ?? '')}/me`, base).href };
}
