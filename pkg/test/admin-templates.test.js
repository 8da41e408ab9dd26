import assert from 'node:assert/strict';
import { test } from 'node:test';

import { administered } from './administered.js';

async function looked() {
  const world = await administered();
  const made = await world.accounts.createTemplate({ name: 'Readers', levels: { rfis: 'read_only', budget: 'read_only' } });
  const { templates } = world.administration;
  await templates.show();
  return { ...world, templates, made };
}

const level = (level) => ({ level, actions: [] });

test('templates are read once, made, changed and deleted', async () => {
  const { templates, accounts, called } = await looked();
  await templates.show();
  assert.deepEqual(called, ['listTemplates']);
  templates.edit();
  templates.editor.enter('name', 'Writers');
  templates.editor.set('rfis', { level: 'standard', actions: ['export'] });
  assert.equal(await templates.editor.save(), true);
  assert.equal(templates.editor, undefined);
  assert.deepEqual(templates.items.map(({ name }) => name), ['Readers', 'Writers']);
  templates.edit(templates.items[1]);
  assert.equal(templates.editor.dirty, false);
  templates.editor.set('rfis', level('none'));
  assert.equal(await templates.editor.save(), true);
  assert.deepEqual((await accounts.getTemplate(templates.items[1].template_id)).levels, {});
  assert.equal(await templates.remove(templates.items[1]), true);
  assert.equal(templates.items.length, 1);
});

test('two administrators who change a template at once see both sides and lose nothing', async () => {
  const { templates, accounts, made } = await looked();
  templates.edit(templates.items[0]);
  const { editor } = templates;
  editor.enter('name', 'Mine');
  editor.set('rfis', level('admin'));
  await accounts.changeTemplate(made.template_id, { name: 'Theirs', levels: { rfis: 'standard', drawings: 'read_only' } }, { revision: made.revision });
  assert.equal(await editor.save(), false);
  assert.equal(editor.theirName, 'Theirs');
  const both = new Map(editor.conflicts.map(({ tool, both }) => [tool, both]));
  assert.deepEqual([both.get('rfis'), both.get('drawings'), both.get('budget')], [true, false, false]);
  assert.deepEqual(editor.entered, { name: 'Mine', levels: { rfis: 'admin', drawings: 'read_only' } });
  assert.equal(await editor.save(), true);
  assert.deepEqual((await accounts.getTemplate(made.template_id)).levels, { rfis: 'admin', drawings: 'read_only' });
});

test('a template that another has changed meanwhile is not deleted unseen', async () => {
  const { templates, accounts, made } = await looked();
  await accounts.changeTemplate(made.template_id, { name: 'Theirs' }, { revision: made.revision });
  assert.equal(await templates.remove(templates.items[0]), false);
  assert.equal(templates.trouble.kind, 'conflict');
  assert.equal(templates.items[0].name, 'Theirs');
  assert.equal(await templates.remove(templates.items[0]), true);
});
