// What a program's token request does when the endpoint is slow, away, or none, told by what arrives at a server that fails on purpose.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { clientCredentials } from 'badgehouse/token';

import { listening } from './served.js';

const keys = JSON.parse(await readFile(new URL('../../tests/keys.json', import.meta.url), 'utf8'));
const good = (more) => Response.json({ access_token: 'a.b-c', token_type: 'bearer', expires_in: 3600, ...more });
const later = (status, after) => new Response(null, { status, headers: after === undefined ? {} : { 'retry-after': after } });
const lost = () => undefined;

/** A token endpoint that answers so, one after the other, and then with a token. */
async function given(t, answers, options = {}) {
  const forms = [];
  const server = await listening(async (request) => {
    forms.push(Object.fromEntries(new URLSearchParams(await request.text())));
    const answer = answers.shift() ?? good();
    return typeof answer === 'function' ? answer(request) : answer;
  });
  t.after(() => server.close());
  const tokens = clientCredentials({ tokenEndpoint: `${server.origin}/token`, clientId: 'c', clientSecret: 'a secret text', ...options });
  return { tokens, forms, origin: server.origin };
}

test('what may be over soon is asked again, each time with an assertion of its own', async (t) => {
  const answers = [lost, later(503, '0'), later(429)];
  const { tokens, forms, origin } = await given(t, answers, { clientSecret: undefined, clientKey: keys.ec, issuer: 'https://a.example' });
  assert.equal((await tokens.token()).access_token, 'a.b-c');
  assert.equal(forms.length, 4);
  assert.equal(new Set(forms.map(({ client_assertion }) => client_assertion)).size, 4);
  const [, claims] = forms[0].client_assertion.split('.');
  assert.equal(JSON.parse(atob(claims)).aud, 'https://a.example');
  assert.ok(origin);
});

test('a server that says when is waited for', async (t) => {
  const { tokens, forms } = await given(t, [later(503, '1')]);
  const begun = Date.now();
  await tokens.token();
  assert.ok(Date.now() - begun >= 900);
  assert.equal(forms.length, 2);
});

test('what will not be over soon is asked once, and the error says when to come again', async (t) => {
  const moment = new Date(Date.now() + 3_600_000).toUTCString();
  for (const [answer, code, status, after] of [
    [later(503, '3600'), 'unavailable', 503, 3600],
    [Response.json({ error: 'temporarily_unavailable' }, { status: 429, headers: { 'retry-after': moment } }), 'temporarily_unavailable', 429, 3600],
    [later(500), 'unavailable', 500],
    [Response.json({ error: 'invalid_client' }, { status: 401 }), 'invalid_client', 401],
    [Response.json({ error: 'slow_down' }, { status: 400 }), 'slow_down', 400],
    [new Response('<html>', { status: 404 }), 'unavailable', 404],
  ]) {
    const { tokens, forms } = await given(t, [answer]);
    const error = await tokens.token().catch((thrown) => thrown);
    assert.deepEqual([error.name, error.code, error.status], ['TokenError', code, status]);
    assert.ok(after === undefined ? error.retryAfter === undefined : Math.abs(error.retryAfter - after) < 5);
    assert.equal(forms.length, 1);
    await tokens.token();
  }
});

test('it is asked up to the bound, and once where there is to be no second time', async (t) => {
  for (const [tries, count] of [[undefined, 4], [2, 2], [1, 1]]) {
    const { tokens, forms } = await given(t, [lost, lost, lost, lost, lost], { tries });
    await assert.rejects(tokens.token(), ({ code, status, cause }) => code === 'unavailable' && status === undefined && cause instanceof TypeError);
    assert.equal(forms.length, count);
  }
});

test('what is no token of the type that was asked for is none', async (t) => {
  const none = [
    new Response('<html>'),
    Response.json(null),
    Response.json([]),
    good({ token_type: 'mac' }),
    good({ token_type: undefined }),
    good({ access_token: 7 }),
    good({ access_token: 'a\nb: c' }),
    good({ access_token: '' }),
    new Response(await good().text(), { status: 400 }),
  ];
  for (const answer of none) {
    const { tokens } = await given(t, [answer]);
    await assert.rejects(tokens.token(), { code: 'unavailable' });
  }
  const bound = await given(t, [good()], { dpop: true });
  await assert.rejects(bound.tokens.token(), { code: 'unavailable', message: /DPoP/ });
});

test('an end is what the server says, and a token without one is kept until it is refused', async (t) => {
  for (const [expires_in, ends] of [['600', true], [undefined, false], [1e18, false]]) {
    const { tokens, forms } = await given(t, [good({ expires_in })]);
    const { expires_at } = await tokens.token();
    assert.equal(typeof expires_at, ends ? 'string' : 'undefined');
    await tokens.token();
    assert.equal(forms.length, 1);
  }
  const { tokens, forms } = await given(t, [good({ expires_in: 0 }), good({ expires_in: -1 })]);
  for (let call = 0; call < 3; call += 1) await tokens.token();
  assert.equal(forms.length, 3);
});

test('a redirect of the token endpoint takes the secret nowhere', async (t) => {
  const other = await given(t, []);
  const { tokens } = await given(t, [Response.redirect(`${other.origin}/token`, 307)]);
  await assert.rejects(tokens.token(), { code: 'unavailable', status: 307 });
  assert.equal(other.forms.length, 0);
});

test('a signal ends the wait of its caller, and of nobody else', async (t) => {
  let answer;
  const { tokens, forms } = await given(t, [() => new Promise((resolve) => (answer = () => resolve(good())))]);
  const [leaving, staying] = [new AbortController(), new AbortController()];
  const calls = [tokens.token({ signal: leaving.signal }), tokens.token({ signal: staying.signal }), tokens.token()];
  const reason = new Error('the page was left');
  const called = tokens.fetch('http://127.0.0.1:1/', { signal: leaving.signal });
  for (const call of [calls[0], called]) call.catch(() => {});
  while (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  leaving.abort(reason);
  await assert.rejects(calls[0], reason);
  await assert.rejects(called, reason);
  await assert.rejects(tokens.token({ signal: leaving.signal }), reason);
  answer();
  assert.equal(await calls[1], await calls[2]);
  assert.equal(forms.length, 1);
});

test('names and secrets go into the header as a form has them', async (t) => {
  const seen = [];
  const see = (request) => (seen.push(request.headers.get('authorization')), good());
  const { tokens } = await given(t, [see], { clientId: 'a:b', clientSecret: 'ü %+' });
  await tokens.token();
  assert.equal(atob(seen[0].split(' ')[1]), 'a%3Ab:%C3%BC+%25%2B');
});

test('the JWT of a job is asked for anew with each request, and what gives it may fail', async (t) => {
  let count = 0;
  const { tokens, forms } = await given(t, [lost], { clientSecret: undefined, assertion: async () => `jwt-${(count += 1)}` });
  await tokens.token();
  assert.deepEqual(forms.map(({ grant_type, client_id, assertion }) => [grant_type, client_id, assertion]), [
    ['urn:ietf:params:oauth:grant-type:jwt-bearer', 'c', 'jwt-1'],
    ['urn:ietf:params:oauth:grant-type:jwt-bearer', 'c', 'jwt-2'],
  ]);
  const failing = await given(t, [], { clientSecret: undefined, assertion: () => Promise.reject(new RangeError('no JWT')) });
  await assert.rejects(failing.tokens.token(), RangeError);
  await assert.rejects(failing.tokens.token(), RangeError);
});

test('of many tokens the ones that were asked for first go', async (t) => {
  const { tokens, forms } = await given(t, []);
  for (let index = 0; index < 101; index += 1) await tokens.for({ audience: `a${index}` }).token();
  await tokens.for({ audience: 'a100' }).token();
  assert.equal(forms.length, 101);
  await tokens.for({ audience: 'a0' }).token();
  assert.equal(forms.length, 102);
});
