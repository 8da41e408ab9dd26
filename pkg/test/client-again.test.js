// What is sent again and what is not, told by what arrives at a server that fails on purpose.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { created } from './given.js';
import { instead, lost, served } from './served.js';

const wish = { app_type: 'custom', name: 'Nightly sync' };
const html = { 'content-type': 'text/html' };
const keyOf = (request) => request.headers.get('idempotency-key');

test('a read is sent again after what may be over soon, up to the bound', async (t) => {
  const { accounts, arrived, faults } = await served(t);
  const soon = [lost, instead(503, { 'retry-after': '0' }), instead(429), instead(502, html), instead(504)];
  for (const fault of soon) {
    arrived.length = 0;
    faults.push(fault);
    assert.deepEqual((await accounts.listAccounts()).items, []);
    assert.equal(arrived.length, 2);
  }
  arrived.length = 0;
  faults.push(lost, lost, lost, lost, lost);
  await assert.rejects(accounts.listAccounts(), ({ code, status, cause }) => code === 'unavailable' && status === 503 && cause instanceof TypeError);
  assert.equal(arrived.length, 4);
});

test('what will not be over soon is not sent again', async (t) => {
  const { accounts, arrived, faults } = await served(t);
  const moment = new Date(Date.now() + 3_600_000).toUTCString();
  for (const fault of [instead(500), instead(403), instead(404), instead(301, { location: '/' }), instead(503, { 'retry-after': '3600' }), instead(429, { 'retry-after': moment })]) {
    arrived.length = 0;
    faults.push(fault);
    const error = await accounts.listAccounts().catch((thrown) => thrown);
    assert.equal(error.code, 'unavailable');
    assert.equal(arrived.length, 1);
    if (error.status === 503) assert.equal(error.retryAfter, 3600);
    if (error.status === 429) assert.ok(error.retryAfter > 3000 && error.retryAfter <= 3600);
  }
});

test('a second try makes no second account and no second secret', async (t) => {
  const { badges, accounts, arrived, faults } = await served(t);
  faults.push(lost, lost);
  const made = await accounts.createAccount(wish);
  assert.equal(made.client_secret, undefined);
  assert.match(made.notice, /secret/);
  assert.equal(arrived.length, 3);
  assert.match(keyOf(arrived[0]), /^[0-9a-f]{32}$/);
  assert.ok(arrived.every((request) => keyOf(request) === keyOf(arrived[0])));
  assert.equal((await accounts.listAccounts()).items.length, 1);

  faults.push(lost);
  assert.equal((await accounts.addSecret(made.client_id)).client_secret, undefined);
  assert.equal((await accounts.listSecrets(made.client_id)).items.length, 2);
  faults.push(instead(503));
  assert.notEqual((await accounts.createAccount(wish)).client_secret, undefined);
  assert.equal(new Set(arrived.map(keyOf)).size, 4, 'each call has a key of its own, and reads have none');

  arrived.length = 0;
  await accounts.createAccount(wish, { idempotencyKey: 'mine' });
  assert.equal(keyOf(arrived[0]), 'mine');
  assert.equal((await created(badges)).app_type, 'custom');
});

test('what a second might undo or make twice is sent once', async (t) => {
  const { accounts, arrived, faults } = await served(t);
  const { client_id: id } = await accounts.createAccount(wish);
  const template = { name: 'Readers', levels: { rfis: 'read_only' } };
  const calls = {
    createTemplate: () => accounts.createTemplate(template),
    createContact: () => accounts.createContact({ email: 'ann@acme.example' }),
    createPermissionsJob: () => accounts.createPermissionsJob(id, { projects: [{ project: 'p1', levels: { rfis: 'standard' } }] }),
    disableAccount: () => accounts.disableAccount(id, { reason: 'x' }),
    enableAccount: () => accounts.enableAccount(id),
    revokeTokens: () => accounts.revokeTokens(id),
    changeContact: () => accounts.changeContact(id, { companies: ['acme'] }),
    repairContact: () => accounts.repairContact(id, 'replace'),
    lookUpLeak: () => accounts.lookUpLeak({ secret: 'x' }),
  };
  for (const [name, call] of Object.entries(calls)) {
    for (const fault of [lost, instead(503), instead(429)]) {
      arrived.length = 0;
      faults.push(fault);
      await assert.rejects(call(), { code: 'unavailable' }, name);
      assert.equal(arrived.length, 1, name);
    }
  }
});

test('what does no harm twice is sent again, though it is a POST', async (t) => {
  const { accounts, arrived, faults } = await served(t);
  const { client_id: id } = await accounts.createAccount(wish);
  const change = { projects: [{ project: 'p1', levels: { rfis: 'read_only' } }] };
  const { job_id } = await accounts.createPermissionsJob(id, change);
  const calls = [
    () => accounts.previewPermissions(id, change),
    () => accounts.checkPermissions(id, { tool: 'rfis', level: 'read_only' }),
    () => accounts.verifyAudit(),
    () => accounts.continuePermissionsJob(id, job_id),
  ];
  for (const call of calls) {
    arrived.length = 0;
    faults.push(lost);
    await call();
    assert.equal(arrived.length, 2);
  }
  assert.equal((await accounts.getPermissionsJob(id, job_id)).state, 'done');
});

test('a change that is held to a revision is made once, and its loss is told', async (t) => {
  const { accounts, arrived, faults } = await served(t);
  const { client_id: id, revision } = await accounts.createAccount(wish);
  faults.push(instead(503));
  const named = await accounts.updateAccount(id, { name: 'One' }, { revision });
  assert.equal(named.revision, revision + 1);
  const lostOne = (error) => error.code === 'precondition_failed' && error.cause instanceof TypeError;
  faults.push(lost);
  await assert.rejects(accounts.updateAccount(id, { name: 'Two' }, { revision: named.revision }), lostOne);
  const since = await accounts.getAccount(id);
  assert.deepEqual([since.name, since.revision], ['Two', named.revision + 1]);
  faults.push(lost);
  await assert.rejects(accounts.disableAccount(id, { reason: 'x' }, { revision: since.revision }), lostOne);
  const { revision: disabled } = await accounts.getAccount(id);
  faults.push(lost);
  await accounts.setPermissions(id, { company: { rfis: 'standard' } }, { revision: '*' });
  assert.equal((await accounts.getAccount(id)).revision, disabled + 1);
  arrived.length = 0;
  faults.push(instead(429));
  await assert.rejects(accounts.enableAccount(id, { revision }), ({ code, cause }) => code === 'precondition_failed' && cause === undefined);
  assert.equal(arrived.length, 2);
});

test('a deletion whose answer was lost is done', async (t) => {
  const { accounts, arrived, faults } = await served(t);
  const { client_id: id } = await accounts.createAccount(wish);
  faults.push(lost);
  assert.equal(await accounts.deleteAccount(id), undefined);
  assert.equal(arrived.length, 3);
  await assert.rejects(accounts.deleteAccount(id), { code: 'not_found' });
  faults.push(instead(429));
  await assert.rejects(accounts.deleteAccount(id), { code: 'not_found' }, 'nothing was lost');
  faults.push(lost, instead(404, html));
  await assert.rejects(accounts.deleteAccount(id), { code: 'unavailable', status: 404 }, 'a proxy does not know');
});

test('with one try nothing is sent again', async (t) => {
  const { accounts, arrived, faults } = await served(t, {}, { tries: 1 });
  faults.push(lost);
  await assert.rejects(accounts.listAccounts(), { code: 'unavailable' });
  assert.equal(arrived.length, 1);
});

test('a signal ends a call, under way and between two tries, and its reason is told', async (t) => {
  const { accounts, arrived, faults } = await served(t);
  const reason = new Error('the page was left');
  const stopped = new AbortController();
  faults.push(() => (stopped.abort(reason), new Promise(() => {})));
  await assert.rejects(accounts.listAccounts({}, { signal: stopped.signal }), reason);
  assert.equal(arrived.length, 1);
  await assert.rejects(accounts.listAccounts({}, { signal: stopped.signal }), reason);
  assert.equal(arrived.length, 1);

  const waiting = new AbortController();
  faults.push(() => {
    setTimeout(() => waiting.abort(reason), 100);
    return new Response(null, { status: 503, headers: { 'retry-after': '15' } });
  });
  await assert.rejects(accounts.listAccounts({}, { signal: waiting.signal }), reason);
  assert.equal(arrived.length, 2);
});
