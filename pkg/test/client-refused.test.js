// Who asks, and errors: of the API, of what stands between, and of nobody.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { BadgehouseError, accountsOf, client } from 'badgehouse/client';
import { BadgehouseError as OfTheEngine } from 'badgehouse';

import { ann, opened } from './given.js';
import { instead, listening, served } from './served.js';

test('a refusal is the error that the engine itself rejects with', async (t) => {
  const { badges, accounts } = await served(t);
  assert.equal(BadgehouseError, OfTheEngine);
  const told = (error) => ({ ...error, message: error.message, stack: undefined });
  const [here, there] = await Promise.all([
    badges.createAccount(ann, 'acme', { app_type: 'robot', name: '' }).catch(told),
    accounts.createAccount({ app_type: 'robot', name: '' }).catch(told),
  ]);
  assert.deepEqual(there, here);
  assert.equal(there.code, 'invalid_input');
  assert.deepEqual(there.errors.map(({ pointer }) => pointer), ['/app_type', '/name']);
});

test('a refusal says what is missing', async (t) => {
  const badges = await opened();
  const server = await listening((request) => badges.handle(request, { actor: { ...ann, levels: { directory: 'admin' } } }));
  t.after(() => server.close());
  const accounts = client({ api: `${server.api}/`, company: 'acme' });
  await assert.rejects(accounts.listAccounts(), { code: 'missing_permission', status: 403, required: { tool: 'admin', level: 'admin' } });
  const other = client({ api: server.api, company: 'other' });
  const error = await other.listTemplates().catch((thrown) => thrown);
  assert.ok(['not_found', 'missing_permission'].includes(error.code));
  const response = error.toResponse();
  assert.equal((await response.json()).code, error.code);
});

test('what is none of the API is no answer', async (t) => {
  const { accounts, faults } = await served(t, {}, { tries: 1 });
  const { client_id: id } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly sync' });
  const page = '<!doctype html><title>Sign in</title>';
  const json = { 'content-type': 'application/json' };
  const problem = { 'content-type': 'application/problem+json' };
  const answers = [
    [200, { 'content-type': 'text/html' }, page, 502],
    [200, json, page, 502],
    [200, json, '', 502],
    [200, { 'content-type': 'text/plain' }, '{}', 502],
    [302, { location: 'https://login.example/' }, '', 502],
    [502, { 'content-type': 'text/html' }, page, 502],
    [500, {}, '', 500],
    [404, problem, JSON.stringify({ title: 'Not Found', status: 404 }), 404],
    [403, problem, JSON.stringify({ code: 'of_a_later_release', detail: page }), 403],
    [403, problem, JSON.stringify({ code: 'toString', detail: page }), 403],
    [403, problem, JSON.stringify({ code: ['broken'], detail: page }), 403],
    [403, problem, 'null', 403],
    [403, json, JSON.stringify({ code: 'broken', detail: page }), 403],
  ];
  const calls = [() => accounts.getAccount(id), () => accounts.deleteAccount(id), () => accounts.exportAuditEvents()];
  for (const [status, headers, body, told] of answers) {
    for (const call of calls) {
      faults.push(instead(status, headers, body));
      const error = await call().catch((thrown) => thrown);
      assert.ok(error instanceof BadgehouseError, `${status} ${body}`);
      assert.deepEqual([error.code, error.status], ['unavailable', told]);
      assert.ok(!inspect(error).includes('<title>'));
      assert.equal(error.toResponse().status, told);
    }
  }
  faults.push(instead(401, { 'content-type': 'text/html' }, page));
  await assert.rejects(accounts.getAccount(id), { code: 'unauthenticated', status: 401 });
  faults.push(instead(204));
  await assert.rejects(accounts.getAccount(id), { code: 'unavailable' });
  assert.equal((await accounts.getAccount(id)).client_id, id);
});

test('who asks is fetched once, and anew after a refusal, for all that ask at the same time', async (t) => {
  const badges = await opened();
  const good = new Set(['Bearer 1']);
  const server = await listening((request) => {
    const actor = good.has(request.headers.get('authorization')) && request.headers.get('x-tenant') === 'a' ? ann : undefined;
    return badges.handle(request, { actor });
  });
  t.after(() => server.close());
  let asked = 0;
  const authorize = async () => ({ authorization: `Bearer ${(asked += 1)}` });
  const accounts = client({ api: server.api, company: 'acme', headers: { 'x-tenant': 'a' }, authorize });
  await Promise.all([accounts.listAccounts(), accounts.listTemplates()]);
  assert.equal(asked, 1);

  good.clear();
  good.add('Bearer 2');
  await Promise.all([accounts.listAccounts(), accounts.createAccount({ app_type: 'custom', name: 'Nightly sync' }), accounts.createTemplate({ name: 'x', levels: {} })]);
  assert.equal(asked, 2);

  good.clear();
  await assert.rejects(accounts.listAccounts(), { code: 'invalid_token', status: 401 });
  assert.equal(asked, 3, 'once, and then it is told');
});

test('what cannot say who asks is told as it is, and asked again for the next call', async (t) => {
  const { server } = await served(t);
  const ended = new Error('the session ended');
  let asked = 0;
  const authorize = () => {
    asked += 1;
    if (asked === 1) throw ended;
    return {};
  };
  const accounts = client({ api: server.api, company: 'acme', authorize });
  await assert.rejects(accounts.listAccounts(), ended);
  assert.equal((await accounts.listAccounts()).items.length, 0);
});

test('no error tells a token, a secret or what was sent', async (t) => {
  const { server, faults } = await served(t);
  const token = 'eyJ-the-token';
  const ways = [{ headers: { authorization: `Bearer ${token}\nx` } }, { authorize: () => ({ authorization: `Bearer ${token}\u2192` }) }, { headers: { authorization: `Bearer ${token}` }, tries: 1 }];
  for (const who of ways) {
    const accounts = client({ api: server.api, company: 'acme', ...who });
    faults.push(() => undefined);
    const error = await accounts.lookUpLeak({ secret: 'bh_the-secret' }).catch((thrown) => thrown);
    assert.ok(error instanceof BadgehouseError);
    assert.ok(!/the-token|the-secret/.test(inspect(error, { depth: 9, showHidden: true })), inspect(error));
    faults.length = 0;
  }
});

test('the operations go over any transport', async () => {
  const badges = await opened();
  const sent = [];
  const accounts = accountsOf(async (request) => {
    sent.push(request);
    const { method, path, query, headers, body } = request;
    const url = `https://a.example/badgehouse/v1/companies/acme/${path}${query === undefined ? '' : `?${query}`}`;
    const response = await badges.handle(new Request(url, { method, headers, body }), { actor: ann });
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  });
  const { client_id: id, revision } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly sync' });
  await accounts.listAccounts({ name: 'nightly sync', limit: 2 });
  await accounts.updateAccount(id, { name: 'Sync' }, { revision, reason: 'ö' });
  await accounts.disableAccount(id, { reason: 'x' });
  await assert.rejects(accounts.getAccount('sa_1'), { code: 'invalid_input' });
  assert.deepEqual(sent.slice(0, 4).map(({ path, query, headers, again }) => ({ path, query, headers, again })), [
    { path: 'service-accounts', query: undefined, headers: { 'content-type': 'application/json' }, again: 'keyed' },
    { path: 'service-accounts', query: 'name=nightly+sync&limit=2', headers: {}, again: 'always' },
    { path: `service-accounts/${id}`, query: undefined, headers: { 'content-type': 'application/json', 'if-match': `"${revision}"`, 'badgehouse-reason': '%C3%B6' }, again: 'always' },
    { path: `service-accounts/${id}/disable`, query: undefined, headers: { 'content-type': 'application/json' }, again: 'never' },
  ]);
});
