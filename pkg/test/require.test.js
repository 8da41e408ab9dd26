import assert from 'node:assert/strict';
import { test } from 'node:test';

import { platform } from 'badgehouse';

import { ann, created, issuer, opened, readRfis } from './given.js';

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

test("a handler's own error is no refusal", async () => {
  const { badges, fetched, called } = await given();
  const handler = badges.require(readRfis, () => {
    throw new RangeError('mine');
  });
  await assert.rejects(handler(called((await fetched()).access_token)), RangeError);
});

test('a token says what it is', async () => {
  const { badges, client_id, fetched, called } = await given();
  const { access_token } = await fetched({ scope: 'rfis:read_only' });
  const token = await badges.verify(called(access_token));
  assert.deepEqual([token.client_id, token.company, token.scope, token.token_type], [client_id, 'acme', 'rfis:read_only', 'Bearer']);
  await badges.deleteAccount(platform, 'acme', client_id);
  await assert.rejects(badges.verify(`Bearer ${access_token}`), { code: 'invalid_token' });
});

test('tokens are signed with RS256 by WebCrypto', async () => {
  const { badges, called, fetched } = await given({ policy: { signingAlgorithm: 'RS256' } });
  const { access_token } = await fetched();
  const [header] = access_token.split('.');
  assert.equal(JSON.parse(atob(header)).alg, 'RS256');
  await badges.verify(called(access_token));
  const [{ kty, alg }] = (await badges.jwks()).keys;
  assert.deepEqual([kty, alg], ['RSA', 'RS256']);
});
