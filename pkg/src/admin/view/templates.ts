// Templates of levels.
import { html, nothing } from 'lit';
import type { Template } from '../../accounts/permission.js';
import type { TemplateEditor, TemplateList } from '../model/templates.js';
import { asking, failed, lookAt } from './ask.js';
import { matrix } from './matrix.js';
import { button, lacking, loading, moment, textField, type Maybe } from './part.js';
import type { Page, View } from './page.js';
import { grantConflicts } from './rights-change.js';

export function templatesView(page: Page, list: TemplateList): View {
  const { t, say } = page;
  const { editor } = list;
  const make = button(page, `+ ${say(t.templates.new)}`, () => list.edit(), { kind: 'primary', needs: 'administer_directory' });
  const title = editor === undefined ? say(t.page.tabs.templates) : editor.base === undefined ? say(t.templates.new) : editor.base.name;
  return html`<div class="head"><h1 tabindex="-1" dir="auto">${title}</h1>${editor === undefined ? make : nothing}</div>
    ${list.items.some(({ template_id }) => page.open.has(template_id)) ? nothing : failed(page, list, () => void list.reload())}
    ${editor === undefined ? found(page, list, make) : form(page, list, editor)}`;
}

function found(page: Page, list: TemplateList, make: View): Maybe {
  const { t, say } = page;
  const why = lacking(page, 'administer_directory');
  if (why !== undefined) return html`<p class="notice plain">${why}</p>`;
  if (list.complete === undefined) return list.trouble === undefined ? loading(page) : nothing;
  if (list.items.length === 0) return html`<div class="empty"><h2>${say(t.templates.empty.title)}</h2><p>${say(t.templates.empty.text)}</p>${make}</div>`;
  return html`<ul class="templates">${list.items.map((template) => line(page, list, template))}</ul>
    ${list.complete ? nothing : html`<p>${button(page, say(t.page.more), () => void list.more(), { of: list, action: 'more' })}</p>`}`;
}

function line(page: Page, list: TemplateList, template: Template): View {
  const { t, say, toggle, announce } = page;
  const { template_id, name, levels, created_at } = template;
  const needs = 'administer_directory';
  return html`<li class="line"><div><h2 dir="auto">${name}</h2><p class="muted">${say(t.templates.count, { count: Object.keys(levels).length })} · ${moment(page, created_at)}</p></div>
    <div class="actions">${button(page, say(t.templates.edit), () => list.edit(template), { needs })}${button(page, `${say(t.templates.remove)}…`, () => toggle(template_id, true), { kind: 'danger', needs })}</div>
    ${asking(page, {
      name: template_id,
      title: say(t.templates.question, { name }),
      label: say(t.templates.remove),
      send: () => list.remove(template),
      then: () => announce(say(t.templates.removed)),
      options: { kind: 'danger', of: list, action: 'remove', needs },
      body: html`${failed(page, list, () => void list.reload())}<p>${say(t.templates.stays)}</p>`,
    })}</li>`;
}

function form(page: Page, list: TemplateList, editor: TemplateEditor): View {
  const { t, say, announce, administration } = page;
  const { entered, base, conflicts, theirName } = editor;
  const save = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void editor.save().then((done) => (done ? announce(say(t.templates.saved)) : lookAt(form)));
  };
  return html`<form class="stack" novalidate @submit=${save}>
    ${failed(page, editor, () => void list.reload())}
    ${conflicts.length === 0 && theirName === undefined ? nothing : grantConflicts(page, [['', conflicts]], (_, tool, grant) => editor.set(tool, grant))}
    ${textField(page, 'template-name', say(t.templates.name), entered.name, (value) => editor.enter('name', value), { problem: editor.problem('name'), hint: theirName === undefined ? undefined : say(t.templates.renamed, { name: theirName }) })}
    ${base === undefined ? nothing : html`<p class="hint">${say(t.templates.copies)}</p>`}
    ${matrix(page, {
      label: say(t.templates.levels),
      tools: administration.catalogue?.tools ?? [],
      levels: entered.levels,
      saved: base?.levels ?? entered.levels,
      search: editor.search,
      find: (text) => editor.find(text),
      set: (tool, grant) => editor.set(tool, grant),
    })}
    <div class="bar">
      ${button(page, say(t.page.cancel), () => list.close())}
      ${button(page, say(t.page.save), undefined, { kind: 'primary', type: 'submit', of: editor, action: 'save', needs: 'administer_directory' })}
    </div>
  </form>`;
}
