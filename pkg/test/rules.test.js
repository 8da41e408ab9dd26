import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from 'badgehouse/rules';

const tools = [
  { id: 'admin', name: 'Administration', scope: 'company' },
  { id: 'directory', name: 'Directory', scope: 'company' },
  { id: 'rfis', name: 'RFIs', scope: 'project', levels: ['read_only'] },
];

test('a form is checked by the rules of the back end', async () => {
  const { checkNewAccount } = await rules({ tools, apps: [{ id: 'sync', name: 'Sync' }] });
  assert.deepEqual(checkNewAccount({ app_type: 'custom', name: 'Nightly sync' }), []);
  assert.deepEqual(checkNewAccount({ app_type: 'marketplace', app: 'sync', name: 'Nightly sync' }), []);
  const pointers = (form) => checkNewAccount(form).map(({ pointer }) => pointer);
  assert.deepEqual(pointers({ app_type: 'custom', name: ' ' }), ['/name']);
  assert.deepEqual(pointers({ app_type: 'marketplace', app: 'other', name: '' }), ['/app', '/name']);
  assert.deepEqual(pointers({ app_type: 'robot', name: 'x' }), ['/app_type']);
});

test('a form says of each odd text what the back end says', async () => {
  const { checkNewAccount } = await rules({ tools });
  const { names } = JSON.parse(readFileSync(new URL('../../tests/corpus/texts.json', import.meta.url), 'utf8'));
  for (const { what, text, refused } of names) {
    const [problem] = checkNewAccount({ app_type: 'custom', name: text });
    if (refused === undefined) assert.equal(problem, undefined, what);
    else assert.ok(problem.pointer === '/name' && problem.detail.includes(refused), `${what}: ${problem?.detail}`);
  }
});

test('a form that is no form has a problem too', async () => {
  const { checkNewAccount } = await rules();
  for (const form of [undefined, null, 'x', 7, {}, { name: 7, app_type: 'custom' }, { app_type: 'custom', name: 'x', extra: 1 }]) {
    assert.equal(checkNewAccount(form).length, 1, JSON.stringify(form));
  }
});

test('levels are checked against the catalogue', async () => {
  const { checkLevels } = await rules({ tools });
  assert.deepEqual(checkLevels({ rfis: 'read_only', admin: 'admin' }), []);
  assert.deepEqual(checkLevels({ rfis: 'admin', other: 'standard' }).map(({ pointer }) => pointer), ['/other', '/rfis']);
  assert.equal(checkLevels({ rfis: 'everything' }).length, 1);
});

test('every form is told what its operation would answer', async () => {
  const { check } = await rules();
  const corpus = JSON.parse(readFileSync(new URL('../../tests/corpus/forms.json', import.meta.url), 'utf8'));
  for (const { form, body, problems } of corpus) {
    const name = form.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    assert.deepEqual(check(name, body).map(({ pointer }) => pointer), problems, `${form} ${JSON.stringify(body)}`);
  }
  assert.deepEqual(check('note', { reason: ' ' }).map(({ pointer }) => pointer), ['/reason']);
  // What is no form at all is never taken for one that is right.
  for (const form of ['deleteAccount', '', undefined, {}]) assert.equal(check(form, {}).length, 1);
});

test('the ready catalogue is there, and a wrong one is refused', async () => {
  const { catalogue } = await rules();
  assert.ok(catalogue.tools.some(({ id, scope }) => id === 'rfis' && scope === 'project'));
  await assert.rejects(rules({ tools: [] }), { code: 'invalid_input' });
});
