import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { platform } from 'badgehouse';
import { client, items } from 'badgehouse/client';
import { build } from 'esbuild';

import { operations } from '../dist/accounts/operations.js';
import { ann, opened } from './given.js';
import { served } from './served.js';

const catalogue = {
  version: 7,
  tools: [
    { id: 'admin', name: 'Administration', scope: 'company' },
    { id: 'directory', name: 'Directory', scope: 'company' },
    { id: 'rfis', name: 'RFIs', scope: 'project', actions: [{ id: 'close', name: 'Close' }] },
  ],
  apps: [{ id: 'sync', name: 'Sync', requests: { company: { rfis: 'standard' } } }],
};
const keys = JSON.parse(await readFile(new URL('../../tests/keys.json', import.meta.url), 'utf8'));
const jwk = ({ kty, crv, x, y }) => ({ kty, crv, x, y });
const issuer = 'https://ci.example';

test('every operation goes by HTTP', async (t) => {
  const { badges, accounts, arrived } = await served(t, { catalogue });
  await everything(badges, accounts);
  const seen = arrived.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  for (const [name, { method, path }] of Object.entries(operations)) {
    const address = new RegExp(`^${method} /badgehouse/v1/companies/acme/${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    assert.ok(seen.some((one) => address.test(one)), `${name} was not called`);
  }
});

test('every operation goes within the process, by the same interface', async () => {
  const badges = await opened({ catalogue });
  const called = new Set();
  const accounts = new Proxy(badges.accounts(ann, 'acme'), { get: (its, name) => (called.add(name), its[name]) });
  await everything(badges, accounts);
  assert.deepEqual([...called].sort(), Object.keys(operations).sort());

  await assert.rejects(badges.accounts(ann, 'other').listAccounts(), { code: 'not_found' });
  await assert.rejects(badges.accounts(ann, 7).listAccounts(), { code: 'invalid_input', errors: [{ pointer: '/company', detail: 'this is a text' }] });
  await assert.rejects(badges.accounts('platform', 'acme').listAccounts(), { code: 'invalid_input' });
  await assert.rejects(badges.accounts(ann, 'acme').listAccounts({}, { signal: AbortSignal.abort('enough') }), (reason) => reason === 'enough');
  assert.equal((await badges.accounts(platform, 'acme').createAccount({ app_type: 'custom', name: 'Sync' })).functional, true);
});

async function everything(badges, accounts) {
  await badges.putTrustedIssuer({ issuer, jwks: { keys: [{ ...jwk(keys.other_ec), kid: 'ci' }] } });

  assert.equal((await accounts.getMe()).rights.administer_accounts.allowed, true);
  const made = await accounts.createAccount({ app_type: 'marketplace', app: 'sync', name: 'Nightly sync' }, { reason: 'für Köln', requestId: 'r-1' });
  const id = made.client_id;
  assert.equal((await accounts.getAccount(id)).name, 'Nightly sync');
  assert.deepEqual((await accounts.listAccounts({ name: 'nightly', limit: 1 })).items.map(({ client_id }) => client_id), [id]);
  let { revision } = await accounts.updateAccount(id, { description: 'at night', metadata: { team: 'ops' } }, { revision: made.revision });
  assert.equal((await accounts.disableAccount(id, { reason: 'looked at' }, { revision })).state, 'disabled');
  assert.equal((await accounts.enableAccount(id)).state, 'functional');
  await accounts.revokeTokens(id);

  const added = await accounts.addSecret(id, { name: 'second', overlap_seconds: 3600 });
  ({ revision } = await accounts.listSecrets(id));
  assert.equal((await accounts.changeSecret(id, added.secret_id, { name: 'the second' }, { revision })).name, 'the second');
  await assert.rejects(accounts.finishRotation(id, added.secret_id), { code: 'secret_not_in_use', status: 409 });
  await badges.requestToken({ client_id: id, client_secret: added.client_secret });
  await badges.recordUsage();
  const finished = await accounts.finishRotation(id, added.secret_id);
  assert.deepEqual(finished.items.filter(({ live }) => live).map(({ secret_id }) => secret_id), [added.secret_id]);
  assert.equal((await accounts.getUsage(id)).days[0].tokens, 1);
  assert.equal((await accounts.lookUpLeak({ secret: added.client_secret })).found.secret_id, added.secret_id);
  await accounts.revokeSecret(id, added.secret_id);

  const key = await accounts.addKey(id, { jwk: jwk(keys.ec), name: 'runner' });
  ({ revision } = await accounts.listKeys(id));
  assert.equal((await accounts.changeKey(id, key.kid, { name: null }, { revision })).name, undefined);
  await accounts.revokeKey(id, key.kid);
  const trust = await accounts.addTrust(id, { issuer, audience: 'acme', claims: { sub: 'job:7' } });
  assert.deepEqual((await accounts.listTrusts(id)).items.map(({ claims }) => claims), [{ sub: 'job:7' }]);
  await accounts.revokeTrust(id, trust.trust_id);

  assert.equal((await accounts.getCatalogue()).version, 7);
  ({ revision } = await accounts.getPermissions(id, { limit: 1 }));
  const change = { company: { rfis: 'admin' }, projects: [{ project: 'p1', levels: { rfis: { actions: ['close'] } } }] };
  assert.equal((await accounts.previewPermissions(id, change)).changes.length, 2);
  const set = await accounts.setPermissions(id, change, { revision });
  assert.equal(set.revision, (await accounts.getPermissions(id)).revision);
  assert.equal((await accounts.effectivePermissions(id, { project: 'p1' })).tools[0].level, 'admin');
  assert.deepEqual((await accounts.requestedPermissions(id)).beyond.map(({ held }) => held), ['admin']);
  assert.equal((await accounts.checkPermissions(id, { tool: 'rfis', level: 'read_only', projects: ['p1'] })).results[0].allowed, true);
  assert.deepEqual((await accounts.listHolders({ tool: 'rfis', level: 'admin' })).items.map(({ client_id }) => client_id), [id]);
  const job = await accounts.createPermissionsJob(id, { projects: [{ project: 'p2', levels: { rfis: 'standard' } }] });
  assert.equal((await accounts.getPermissionsJob(id, job.job_id)).state, 'open');
  assert.equal((await accounts.continuePermissionsJob(id, job.job_id)).state, 'done');
  const template = await accounts.createTemplate({ name: 'Readers', levels: { rfis: 'read_only' } });
  assert.equal((await accounts.getTemplate(template.template_id)).name, 'Readers');
  assert.equal((await accounts.listTemplates()).items.length, 1);
  assert.equal((await accounts.getAssignedTemplate(id)).template, null);
  assert.deepEqual((await accounts.assignTemplate(id, { template_id: template.template_id, projects: ['p1'] })).projects, ['p1']);
  const renamed = await accounts.changeTemplate(template.template_id, { name: 'Read' }, { revision: '*' });
  await accounts.deleteTemplate(template.template_id, { revision: renamed.revision });

  assert.equal((await accounts.listMachineContacts()).items[0].client_id, id);
  assert.equal((await accounts.createContact({ email: 'ann@acme.example' })).email, 'ann@acme.example');
  const moved = { email: 'else@acme.example' };
  const refusal = await accounts.changeContact(id, moved).catch((error) => error);
  assert.equal(refusal.code, 'would_break');
  assert.equal((await accounts.changeContact(id, { ...moved, insist: refusal.contactRevision })).functional, false);
  assert.deepEqual((await accounts.getContact(id)).problems, ['email_changed']);
  assert.equal((await accounts.repairContact(id, 'restore')).functional, true);

  await accounts.deleteAccount(id);
  assert.deepEqual((await accounts.listDeletedAccounts()).items.map(({ app }) => app), ['sync']);
  assert.equal((await accounts.undeleteAccount(id)).name, 'Nightly sync');
  const [created] = (await accounts.listAuditEvents({ action: 'account.created' })).items;
  assert.deepEqual([created.actor.id, created.reason, created.request_id], ['ann', 'für Köln', 'r-1']);
  const { items: lines } = await accounts.exportAuditEvents({ limit: 2 });
  assert.equal(JSON.parse(lines[0]).number, 1);
  const head = await accounts.getAuditHead();
  assert.equal((await accounts.verifyAudit({ head })).verified_to, head.number);
}

test('what a page loads of it is small and no WebAssembly', async () => {
  const bundle = { entryPoints: [fileURLToPath(new URL('../dist/client.js', import.meta.url))], bundle: true, minify: true, format: 'esm' };
  const { metafile, outputFiles } = await build({ ...bundle, write: false, metafile: true });
  const loaded = Object.keys(metafile.inputs).map((path) => path.replace(/.*dist\//, ''));
  assert.deepEqual(loaded.filter((path) => !/^(client|part-\w+)\.js$/.test(path)), []);
  assert.ok(gzipSync(outputFiles[0].contents).length < 5500);
});

test('a change on an old look is refused with what is there', async (t) => {
  const { accounts } = await served(t);
  const { client_id, revision } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly sync' });
  await accounts.updateAccount(client_id, { name: 'Sync by night' }, { revision });
  await assert.rejects(accounts.updateAccount(client_id, { name: 'Sync' }, { revision }), { code: 'precondition_failed', status: 412 });
  await assert.rejects(accounts.setPermissions(client_id, { company: {} }, { revision }), { code: 'precondition_failed' });
  await assert.rejects(accounts.deleteAccount(client_id, { revision }), { code: 'precondition_failed' });
  await assert.rejects(accounts.updateAccount(client_id, { name: 'Sync' }), { code: 'precondition_required', status: 428 });
  assert.equal((await accounts.getAccount(client_id)).name, 'Sync by night');
});

test('items are all those of all pages', async (t) => {
  const { accounts, arrived } = await served(t);
  const names = Array.from({ length: 7 }, (_, n) => `Sync ${n}`);
  for (const name of names) await accounts.createAccount({ app_type: 'custom', name });
  arrived.length = 0;
  const found = [];
  for await (const { name } of items((page) => accounts.listAccounts({ ...page, limit: 3 }))) found.push(name);
  assert.deepEqual(found.sort(), names);
  assert.equal(arrived.length, 3);

  const [one] = (await accounts.listAccounts({ limit: 1 })).items;
  const projects = Array.from({ length: 5 }, (_, n) => ({ project: `p${n}`, levels: { rfis: 'read_only' } }));
  await accounts.setPermissions(one.client_id, { projects }, { revision: one.revision });
  const held = [];
  const read = async (page) => (await accounts.getPermissions(one.client_id, { ...page, limit: 2 })).projects;
  for await (const { project } of items(read)) held.push(project);
  assert.deepEqual(held, projects.map(({ project }) => project));

  const lines = [];
  for await (const line of items((page) => accounts.exportAuditEvents({ ...page, limit: 3 }))) lines.push(JSON.parse(line).number);
  assert.deepEqual(lines, Array.from({ length: 8 }, (_, n) => n + 1));
});

test('who stops reading asks for no further page', async (t) => {
  const { accounts, arrived } = await served(t);
  for (const name of ['a', 'b', 'c']) await accounts.createAccount({ app_type: 'custom', name });
  arrived.length = 0;
  for await (const _ of items((page) => accounts.listAccounts({ ...page, limit: 1 }))) break;
  assert.equal(arrived.length, 1);
});

test('no id becomes another address', async (t) => {
  const { accounts, arrived } = await served(t);
  const odd = ['../templates', 'a/b', 'a?limit=1', 'a#b', '%2e%2e', 'ä', ' '];
  for (const id of odd) await assert.rejects(accounts.getAccount(id), ({ errors }) => errors[0].pointer === '/client_id', id);
  assert.deepEqual(arrived.map(({ url }) => decodeURIComponent(new URL(url).pathname.split('/').slice(6).join('!'))), odd);
  for (const id of ['', '.', '..', '\ud800', 7, undefined]) await assert.rejects(accounts.deleteTemplate(id), { code: 'invalid_input' }, id);
  assert.equal(arrived.length, odd.length);
  const odds = { company: ['', '.', '..', undefined, '\udfff'], api: ['', undefined, 'https://ann:secret@acme.example', 'https://acme.example/?a', '/v1#a'] };
  for (const [name, values] of Object.entries(odds)) {
    for (const value of values) {
      const make = () => client({ api: '/v1', company: 'acme', [name]: value });
      assert.throws(make, (error) => error instanceof TypeError && !error.message.includes('secret'), `${name} ${value}`);
    }
  }
});

test('what is handed in is taken at the call, and what is no JSON is refused at its place', async (t) => {
  const { accounts, arrived } = await served(t);
  const wish = { app_type: 'custom', name: 'Nightly sync' };
  const making = accounts.createAccount(wish);
  wish.name = 'Another';
  assert.equal((await making).name, 'Nightly sync');
  arrived.length = 0;
  const loop = {};
  loop.loop = loop;
  for (const [wrong, pointer] of [[{ name: () => {} }, '/name'], [{ at: new Date() }, '/at'], [{ n: NaN }, '/n']]) {
    await assert.rejects(accounts.createAccount(wrong), ({ code, errors }) => code === 'invalid_input' && errors[0].pointer === pointer);
  }
  await assert.rejects(accounts.createTemplate(loop), { code: 'invalid_input' });
  const options = [{ reason: 7 }, { reason: '\ud800' }, { requestId: 'a\nb' }, { requestId: '→' }, { idempotencyKey: 7 }];
  for (const given of options) await assert.rejects(accounts.createAccount(wish, given), { code: 'invalid_input' }, JSON.stringify(given));
  assert.equal(arrived.length, 0);
  await assert.rejects(accounts.listAccounts({ state: 'broken', stat: 'x' }), { code: 'invalid_input' });
  assert.equal((await accounts.listAccounts({ app: undefined, owner: null })).items.length, 1);
});
