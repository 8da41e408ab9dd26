import assert from 'node:assert/strict';
import { test } from 'node:test';

import { platform } from 'badgehouse';
import { MemoryStore } from 'badgehouse/stores/memory';

import { ann, created, issuer, opened, readRfis, unreached } from './given.js';

const api = `${issuer}/rfis`;

async function given(options) {
  const badges = await opened(options);
  const { client_id, client_secret } = await created(badges);
  await badges.setPermissions(ann, 'acme', client_id, { company: { rfis: 'read_only' } });
  const fetched = (wish) => badges.requestToken({ client_id, client_secret, ...wish });
  const called = (token, scheme = 'Bearer') => new Request(api, { headers: { authorization: `${scheme} ${token}` } });
  return { badges, client_id, fetched, called };
}

test('a handler is called for requests that may go on alone', async () => {
  const { badges, client_id, fetched, called } = await given();
  let calls = 0;
  const handler = badges.require(readRfis, (request, who) => {
    calls += 1;
    return Response.json({ path: new URL(request.url).pathname, client_id: who.client_id });
  });
  const { access_token } = await fetched();
  assert.deepEqual(await (await handler(called(access_token))).json(), { path: '/rfis', client_id });
  const refusals = [new Request(api), called('x'), called(access_token, 'Basic')];
  for (const refused of refusals) {
    const response = await handler(refused);
    assert.equal(response.status, 401);
    assert.match(response.headers.get('www-authenticate'), /^Bearer/);
  }
  const more = badges.require({ ...readRfis, level: 'admin' }, () => assert.fail('it was called'));
  assert.equal((await more(called(access_token))).status, 403);
  const byRequest = badges.require(({ url }) => ({ ...readRfis, project: new URL(url).searchParams.get('project') ?? 'p1' }), () => new Response('ok'));
  assert.equal(await (await byRequest(called(access_token))).text(), 'ok');
  assert.equal(calls, 1);
});

test('what the handler or the need throws is theirs, and no answer to the request', async () => {
  const { badges, fetched, called } = await given();
  const { access_token } = await fetched();
  const throws = {
    RangeError: () => {
      throw new RangeError('mine');
    },
    BadgehouseError: () => badges.getAccount(platform, 'acme', 'sa_none'),
  };
  for (const [name, mine] of Object.entries(throws)) {
    await assert.rejects(badges.require(readRfis, mine)(called(access_token)), { name });
    await assert.rejects(badges.require(mine, assert.fail)(called(access_token)), { name });
  }
});

test('what the server hands in beside the request is passed on', async () => {
  const { badges, fetched, called } = await given();
  const seen = [];
  const need = (...given) => {
    seen.push(given.slice(1));
    return readRfis;
  };
  const handler = badges.require(need, (request, who, ...given) => {
    seen.push(given);
    return new Response(request.url);
  });
  const [env, ctx] = [{ KEY: 'k' }, { waitUntil() {} }];
  await handler(called((await fetched()).access_token), env, ctx);
  assert.deepEqual(seen, [[env, ctx], [env, ctx]]);
});

test('why a call could not be judged is for the operator, and not for the client', async () => {
  const told = [];
  const store = new MemoryStore();
  const { fetched, called } = await given({ store });
  const why = new Error('no route to 10.0.0.7');
  const badges = await opened({ store: unreached(why), onDiagnostic: (...args) => told.push(args) });
  const answer = await badges.require(readRfis, assert.fail)(called((await fetched()).access_token));
  assert.equal(answer.status, 503);
  assert.doesNotMatch(await answer.text(), /10\.0\.0\.7/);
  assert.equal(told.length, 1);
  assert.match(told[0][0], /no route to 10\.0\.0\.7/);
  assert.equal(told[0][1], why);
});

test('a mistake of the route is the operator\'s, and one of the ids in the request the client\'s', async () => {
  const told = [];
  const { badges, fetched, called } = await given({ onDiagnostic: (diagnostic) => told.push(diagnostic) });
  const request = called((await fetched()).access_token);
  const routes = [
    [{ tool: 'rfi' }, '/tool'],
    [{ level: 'all' }, '/level'],
    [{ action: 'close' }, '/action'],
    [{ audience: 'https://other.example' }, '/audience'],
    [{ tols: 'rfis' }, '/tols'],
    [{ tool: 'rfi', company: '' }, '/tool'],
  ];
  for (const [mistake, pointer] of routes) {
    const answer = await badges.require({ ...readRfis, ...mistake }, assert.fail)(request);
    const problem = await answer.json();
    assert.deepEqual([answer.status, problem.code, problem.errors], [500, 'broken', undefined]);
    assert.match(told.pop(), new RegExp(`invalid_input.*${pointer}: `));
  }
  for (const ids of [{ company: '' }, { project: '\u0000' }, { company: undefined }]) {
    const answer = await badges.require(() => ({ ...readRfis, ...ids }), assert.fail)(request);
    assert.deepEqual([answer.status, (await answer.json()).code], [400, 'invalid_input']);
  }
  assert.deepEqual(told, []);
  await assert.rejects(badges.authorize(request, { ...readRfis, tool: 'rfi' }), { code: 'invalid_input' });
});

test('a token says what it is', async () => {
  const { badges, client_id, fetched, called } = await given();
  const { access_token } = await fetched({ scope: 'rfis:read_only' });
  const token = await badges.verify(called(access_token), { company: 'acme' });
  assert.deepEqual([token.client_id, token.company, token.scope, token.token_type], [client_id, 'acme', 'rfis:read_only', 'Bearer']);
  await badges.deleteAccount(platform, 'acme', client_id);
  await assert.rejects(badges.verify(`Bearer ${access_token}`, { company: 'acme' }), { code: 'invalid_token' });
});

test('tokens are signed with RS256 by WebCrypto', async () => {
  const { badges, called, fetched } = await given({ policy: { signingAlgorithm: 'RS256' } });
  const { access_token } = await fetched();
  const [header] = access_token.split('.');
  assert.equal(JSON.parse(atob(header)).alg, 'RS256');
  await badges.verify(called(access_token), { company: 'acme' });
  const [{ kty, alg }] = (await badges.jwks()).keys;
  assert.deepEqual([kty, alg], ['RSA', 'RS256']);
});
