import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Administration } from '../dist/admin/model.js';
import { administered, lost, offline } from './administered.js';

async function looked(wish = { app_type: 'custom', name: 'Nightly sync' }, begun = async () => undefined) {
  const world = await administered();
  const { client_id } = await world.accounts.createAccount(wish);
  await begun(world.accounts, client_id);
  const account = await world.administration.account(client_id);
  await account.show('rights');
  const calls = () => world.called.splice(0);
  return { ...world, account, rights: account.rights, id: client_id, calls };
}

const any = { revision: '*' };
const level = (level) => ({ level, actions: [] });
const projects = (count) => Array.from({ length: count }, (_, index) => `p${String(index).padStart(3, '0')}`);

/** What a tab keeps, for as long as a test runs. */
function storage(t, held = new Map()) {
  const place = { getItem: (name) => held.get(name) ?? null, setItem: (name, text) => held.set(name, text), removeItem: (name) => held.delete(name) };
  Object.defineProperty(globalThis, 'sessionStorage', { value: place, configurable: true });
  t.after(() => delete globalThis.sessionStorage);
  return held;
}

test('permissions are read once', async () => {
  const { account, rights, calls } = await looked();
  assert.deepEqual(calls().sort(), ['getAccount', 'getAssignedTemplate', 'getMe', 'getPermissions']);
  await account.show('rights');
  rights.visit('');
  assert.deepEqual(calls(), []);
  assert.deepEqual(rights.places, ['']);
  assert.deepEqual(rights.tools('p').map(({ id }) => id), ['rfis', 'drawings']);
});

test('a change is previewed, then saved as it was entered', async () => {
  const { rights, accounts, id, calls } = await looked();
  rights.set('budget', level('standard'));
  rights.set('rfis', { level: 'read_only', actions: ['export'] });
  rights.enterAdding('p1, p2');
  await rights.add();
  assert.deepEqual(rights.places, ['', 'p1', 'p2']);
  assert.equal(rights.place, 'p1');
  rights.set('drawings', level('admin'));
  assert.deepEqual([...rights.changes], [['', 2], ['p1', 1]]);
  await rights.review();
  assert.deepEqual(rights.preview, [
    { tool: 'budget', from: 'none', to: 'standard' },
    { tool: 'rfis', from: 'none', to: 'read_only', granted: ['export'] },
    { tool: 'drawings', project: 'p1', from: 'none', to: 'admin' },
  ]);
  assert.deepEqual((await accounts.getPermissions(id)).company, {});
  calls();
  assert.equal(await rights.save('for the export'), true);
  assert.deepEqual(calls(), ['setPermissions']);
  assert.equal(rights.dirty, false);
  const { company, projects } = await accounts.getPermissions(id);
  assert.deepEqual(company, { budget: 'standard', rfis: { level: 'read_only', actions: ['export'] } });
  assert.deepEqual(projects.items, [{ project: 'p1', levels: { drawings: 'admin' } }]);
  rights.visit('');
  rights.set('budget', level('none'));
  assert.equal(await rights.save(''), true);
});

test('what is set back is no change', async () => {
  const { rights } = await looked();
  rights.set('rfis', { level: 'standard', actions: ['export'] });
  rights.set('rfis', { level: 'none', actions: [] });
  assert.equal(rights.dirty, false);
  assert.deepEqual(rights.wish, {});
});

test('two administrators who change permissions at once see both sides by tool and lose nothing', async () => {
  const { rights, accounts, id, account } = await looked(undefined, (accounts, id) => accounts.setPermissions(id, { company: { budget: 'read_only' }, projects: [{ project: 'p1', levels: { rfis: 'read_only' } }] }, any));
  rights.set('budget', level('admin'));
  rights.visit('p1');
  rights.set('drawings', level('read_only'));
  await accounts.setPermissions(id, { company: { budget: 'standard', directory: 'read_only' }, projects: [{ project: 'p1', levels: { rfis: 'admin' } }, { project: 'p2', levels: { rfis: 'admin' } }] }, any);

  await rights.review();
  assert.equal(await rights.save(''), false);
  assert.equal(rights.trouble, undefined);
  assert.equal(rights.preview, undefined);
  assert.equal(account.dirty, true);
  assert.deepEqual(rights.conflicts.get(''), [
    { tool: 'budget', before: level('read_only'), mine: level('admin'), theirs: level('standard'), both: true },
    { tool: 'directory', before: level('none'), mine: level('none'), theirs: level('read_only'), both: false },
  ]);
  assert.deepEqual(rights.conflicts.get('p1'), [{ tool: 'rfis', before: level('read_only'), mine: level('read_only'), theirs: level('admin'), both: false }]);
  assert.deepEqual(rights.levels(''), { budget: 'admin', directory: 'read_only' });
  assert.deepEqual(rights.levels('p1'), { drawings: 'read_only', rfis: 'admin' });
  assert.deepEqual(rights.levels('p2'), { rfis: 'admin' });

  rights.set('budget', level('standard'), '');
  assert.equal(rights.conflicts.get('').length, 1);
  assert.equal(await rights.save(''), true);
  const saved = await accounts.getPermissions(id);
  assert.deepEqual(saved.company, { budget: 'standard', directory: 'read_only' });
  assert.deepEqual(saved.projects.items[0], { project: 'p1', levels: { drawings: 'read_only', rfis: 'admin' } });
});

test('what changed nothing of the permissions is no conflict', async () => {
  const { rights, accounts, id } = await looked();
  rights.set('budget', level('admin'));
  await accounts.addSecret(id, {});
  assert.equal(await rights.save(''), true);
  assert.deepEqual((await accounts.getPermissions(id)).company, { budget: 'admin' });
});

test('reading anew undoes nothing that another has saved', async () => {
  const { rights, accounts, id } = await looked();
  rights.set('budget', level('admin'));
  await accounts.setPermissions(id, { company: { rfis: 'admin' } }, any);
  await rights.reload();
  assert.deepEqual(rights.levels(''), { budget: 'admin', rfis: 'admin' });
  assert.equal(await rights.save(''), true);
  assert.deepEqual((await accounts.getPermissions(id)).company, { budget: 'admin', rfis: 'admin' });
});

test('a project on a page that was not read is added with what stands there', async () => {
  const many = projects(60).map((project) => ({ project, levels: { rfis: 'standard' } }));
  const { rights, calls } = await looked(undefined, async (accounts, id) => {
    for (let first = 0; first < many.length; first += 20) await accounts.setPermissions(id, { projects: many.slice(first, first + 20) }, any);
  });
  assert.equal(rights.places.length, 51);
  assert.equal(rights.complete, false);
  rights.enterAdding('p059');
  await rights.add({ drawings: 'admin' });
  assert.deepEqual(rights.levels(), { rfis: 'standard' });
  assert.equal(rights.dirty, false);
  calls();
  await rights.more();
  await rights.more();
  assert.deepEqual(calls(), ['getPermissions']);
  assert.equal(rights.places.length, 61);
});

test('what is no id of a project is not added, and stays entered', async () => {
  const { rights } = await looked();
  rights.enterAdding('p1 ../x');
  await rights.add();
  assert.equal(rights.trouble.kind, 'input');
  assert.equal(rights.adding, 'p1 ../x');
  assert.deepEqual(rights.places, ['']);
});

test('what an app asks for is entered, and is missing until it was saved', async () => {
  const { rights, calls, administration } = await looked({ app_type: 'marketplace', app: 'sync', name: 'Sync' });
  const settled = () => new Promise((done) => setTimeout(done, 20));
  await settled();
  assert.deepEqual(rights.insight.requested('').missing, [{ tool: 'budget', level: 'read_only', held: 'none' }]);
  rights.fill(administration.catalogue.apps[0].requests.company);
  calls();
  assert.equal(await rights.save(''), true);
  await settled();
  assert.deepEqual(calls(), ['setPermissions', 'requestedPermissions']);
  assert.deepEqual(rights.insight.requested('').missing, []);
  await rights.insight.unfold(true, '');
  assert.deepEqual(rights.insight.effective('').tools.map(({ tool, level }) => [tool, level]), [['budget', 'read_only']]);
});

test('a template is previewed and assigned in one place, and what was entered elsewhere stays', async () => {
  const { rights, accounts, id, administration } = await looked();
  const template = await accounts.createTemplate({ name: 'Readers', levels: { rfis: 'read_only' } });
  rights.set('budget', level('admin'));
  rights.enterAdding('p1');
  await rights.add();
  await rights.templates();
  await rights.review(administration.templates.items[0]);
  assert.deepEqual(rights.preview, [{ tool: 'rfis', project: 'p1', from: 'none', to: 'read_only' }]);
  assert.equal(await rights.assign(''), true);
  assert.equal(rights.assigned.template_id, template.template_id);
  assert.equal(rights.assigning, undefined);
  assert.deepEqual(rights.saved('p1'), { rfis: 'read_only' });
  assert.deepEqual(rights.wish, { company: { budget: 'admin' } });
  assert.equal(await rights.save(''), true);
  assert.deepEqual((await accounts.getPermissions(id)).company, { budget: 'admin' });
});

test('more than twenty projects go by a job', async (t) => {
  const held = storage(t);
  const { rights, accounts, id, calls } = await looked();
  rights.enterAdding(projects(45).join('\n'));
  await rights.add({ rfis: 'standard' });
  assert.equal(rights.changes.size, 45);
  await rights.review();
  assert.equal(rights.preview.length, 45);
  calls();
  assert.equal(await rights.save('all sites'), true);
  assert.equal(rights.dirty, false);
  await until(rights, () => rights.job.progress?.state === 'done' && rights.job.busy === undefined);
  assert.deepEqual(calls(), ['getPermissions', 'createPermissionsJob', 'continuePermissionsJob', 'continuePermissionsJob', 'continuePermissionsJob', 'getPermissions']);
  assert.equal((await accounts.getPermissions(id, { limit: 100 })).projects.items.length, 45);
  assert.equal(held.size, 0);
});

test('a job goes on after the page was loaded again', async (t) => {
  const held = storage(t);
  const { rights, accounts, id, fail } = await looked();
  rights.enterAdding(projects(45).join(' '));
  await rights.add({ rfis: 'standard' });
  fail('continuePermissionsJob', lost);
  assert.equal(await rights.save(''), true);
  await until(rights, () => rights.job.trouble !== undefined);
  assert.equal(rights.job.trouble.kind, 'offline');
  assert.equal(held.size, 1);

  const again = new Administration({ accounts: { ...accounts, getMe: () => rights.of.administration.accounts.getMe() } });
  await again.open();
  const account = await again.account(id);
  await account.show('rights');
  assert.deepEqual([account.rights.job.progress.done, account.rights.job.progress.state], [45, 'done']);
  assert.equal(account.rights.places.length, 46);
  assert.equal(held.size, 0);
});

test('a job that stopped goes on when it is tried again, also where nothing can be kept', async () => {
  const { rights, accounts, id, fail } = await looked();
  rights.enterAdding(projects(25).join(' '));
  await rights.add({ rfis: 'standard' });
  fail('continuePermissionsJob', offline);
  await rights.save('');
  await until(rights, () => rights.job.trouble !== undefined);
  rights.job.again();
  await until(rights, () => rights.job.progress?.state === 'done' && rights.job.busy === undefined);
  assert.equal((await accounts.getPermissions(id)).projects.items.length, 25);
});

test('a job is not begun over what another has saved meanwhile', async () => {
  const { rights, accounts, id, calls } = await looked();
  rights.enterAdding(projects(21).join(' '));
  await rights.add({ rfis: 'standard' });
  await accounts.setPermissions(id, { projects: [{ project: 'p003', levels: { rfis: 'admin' } }] }, any);
  calls();
  assert.equal(await rights.save(''), false);
  assert.ok(!calls().includes('createPermissionsJob'));
  assert.deepEqual([...rights.conflicts.keys()], ['p003']);
  assert.equal(rights.place, 'p003');
});

test('where the answer to a change is lost nothing entered is, and saving again does it no second time', async () => {
  const { rights, accounts, id, fail } = await looked();
  rights.set('budget', level('admin'));
  fail('setPermissions', lost);
  assert.equal(await rights.save(''), false);
  assert.equal(rights.trouble.kind, 'outcome');
  assert.deepEqual(rights.levels(), { budget: 'admin' });
  const { revision } = await accounts.getPermissions(id);
  assert.equal(await rights.save(''), true);
  assert.equal((await accounts.getPermissions(id)).revision, revision);
});

/** Until a model that changes is as wanted. */
function until(model, wanted) {
  return new Promise((done) => {
    const look = () => wanted() && (end(), done());
    const end = model.subscribe(look);
    look();
  });
}
