// Tokens for a program that calls APIs, by each way to prove itself, from an engine that others' code takes no part in.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { clientCredentials, TokenError } from 'badgehouse/token';
import { build } from 'esbuild';

import { ann, created, issuer, opened, readRfis } from './given.js';

const tokenEndpoint = `${issuer}/oauth/token`;
const api = 'https://api.acme.example';
const keys = JSON.parse(await readFile(new URL('../../tests/keys.json', import.meta.url), 'utf8'));
const publicOf = ({ kty, crv, x, y, n, e, alg }) => ({ kty, crv, x, y, n, e, alg });
const pss = { ...keys.rsa, alg: 'PS256' };

/** An account with every kind of credential, and a world in which its token endpoint and an API are reached by `fetch`; `sent` is what came there. */
async function given({ rsa = keys.rsa, ...options } = {}) {
  const badges = await opened({ audiences: [api, issuer], ...options });
  const { client_id: clientId, client_secret: clientSecret } = await created(badges);
  const accounts = badges.accounts(ann, 'acme');
  for (const jwk of [keys.ec, keys.okp, rsa]) await accounts.addKey(clientId, { jwk: publicOf(jwk) });
  await badges.setPermissions(ann, 'acme', clientId, { company: { rfis: 'read_only' } });
  const rfis = badges.require({ ...readRfis, origin: api }, async (request, who) => Response.json({ for: who.client_id, sent: await request.text() }));
  const sent = [];
  const faults = [];
  const fetch = async (input, init) => {
    const request = new Request(input, init);
    sent.push(request.clone());
    const fault = await faults.shift()?.(request);
    if (fault !== undefined) return fault;
    return request.url.startsWith(api) ? rfis(request) : badges.handle(request);
  };
  const tokens = (more = { clientSecret }) => clientCredentials({ tokenEndpoint, clientId, fetch, ...more });
  const fetches = () => sent.filter(({ url }) => url === tokenEndpoint).length;
  return { badges, accounts, clientId, clientSecret, sent, faults, tokens, fetches };
}

const imported = (name, algorithm) => crypto.subtle.importKey('jwk', keys[name], algorithm, false, ['sign']);
const METHODS = {
  client_secret_basic: ({ clientSecret }) => ({ clientSecret }),
  client_secret_post: ({ clientSecret }) => ({ clientSecret, method: 'client_secret_post' }),
  'private_key_jwt, ES256': () => ({ clientKey: keys.ec, issuer }),
  'private_key_jwt, EdDSA': () => ({ clientKey: keys.okp, issuer }),
  'private_key_jwt, RS256': () => ({ clientKey: keys.rsa, issuer }),
  'private_key_jwt, PS256': () => ({ clientKey: pss, issuer }),
  'private_key_jwt, a key of WebCrypto': async () => ({ clientKey: await imported('ec', { name: 'ECDSA', namedCurve: 'P-256' }), issuer }),
  'private_key_jwt, an RSA key of WebCrypto': async () => ({ clientKey: await imported('rsa', { name: 'RSA-PSS', hash: 'SHA-256' }), issuer }),
};
for (const [name, credential] of Object.entries(METHODS)) {
  for (const dpop of [false, true]) {
    test(`${name}${dpop ? ', bound to a key' : ''}: a token that the API takes`, async () => {
      const rsa = /PS256|RSA key/.test(name) ? pss : keys.rsa;
      const world = await given({ rsa, policy: { dpopNonces: true } });
      const tokens = world.tokens({ ...(await credential(world)), dpop });
      const { access_token, token_type, expires_at } = await tokens.token();
      assert.equal(token_type, dpop ? 'DPoP' : 'Bearer');
      assert.ok(Date.parse(expires_at) > Date.now() + 3_000_000);
      assert.equal((await world.badges.verify(`Bearer ${access_token}`, { company: 'acme' }).catch((error) => error)).client_id, dpop ? undefined : world.clientId);
      const answer = await tokens.fetch(`${api}/rfis?page=2`, { method: 'POST', body: 'hello' });
      assert.deepEqual(await answer.json(), { for: world.clientId, sent: 'hello' });
      // Two for the nonce of each server, and then none.
      assert.equal(world.sent.length, dpop ? 4 : 2);
      await tokens.fetch(`${api}/rfis`);
      assert.equal(world.sent.length, dpop ? 5 : 3);
    });
  }
}

test('a token is fetched once for calls at the same time, and kept by what it is for', async () => {
  const { tokens, fetches } = await given();
  const all = tokens();
  const same = await Promise.all(Array.from({ length: 20 }, () => all.token()));
  assert.equal(new Set(same).size, 1);
  assert.equal(fetches(), 1);
  const small = all.for({ scope: 'rfis:read_only' });
  assert.equal((await small.token()).scope, 'rfis:read_only');
  assert.equal(await all.for({ scope: 'rfis:read_only' }).token(), await small.token());
  assert.notEqual(await all.token(), await small.token());
  const audiences = [issuer, [issuer, api]];
  for (const resource of audiences) {
    const { access_token } = await all.for({ resource }).token();
    assert.deepEqual(JSON.parse(atob(access_token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).aud, resource);
  }
  assert.equal(fetches(), 4);
  assert.equal(await small.for({ scope: undefined }).token(), await all.token(), 'what is undefined is cleared');
  assert.equal((await small.for({ resource: issuer }).token()).scope, 'rfis:read_only', 'what is left out stays');
  assert.equal(fetches(), 5);
  await tokens().token();
  assert.equal(fetches(), 6, 'two clients share nothing');
});

test('a token is fetched anew shortly before its end, and not used longer', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
  const { tokens, fetches } = await given({ clock: () => Math.floor(Date.now() / 1000), policy: { tokenSeconds: 3600 } });
  const one = tokens();
  await one.token();
  t.mock.timers.tick(3_539_000);
  await one.token();
  assert.equal(fetches(), 1);
  t.mock.timers.tick(2_000);
  await one.token();
  assert.equal(fetches(), 2);
});

test('a token that the API refuses is fetched anew once, and by one for all', async () => {
  let now = 1_800_000_000;
  const { accounts, badges, clientId, tokens, fetches, sent } = await given({ clock: () => now });
  const one = tokens();
  await one.fetch(`${api}/rfis`);
  now += 2;
  await accounts.revokeTokens(clientId);
  now += 2;
  const answers = await Promise.all([1, 2, 3].map(() => one.fetch(`${api}/rfis`, { method: 'POST', body: 'again' })));
  assert.deepEqual(await Promise.all(answers.map((answer) => answer.json())), Array(3).fill({ for: clientId, sent: 'again' }));
  assert.equal(fetches(), 2);
  await badges.setPermissions(ann, 'acme', clientId, { company: { rfis: 'none' } });
  sent.length = 0;
  assert.equal((await one.fetch(`${api}/rfis`)).status, 403);
  assert.equal(sent.length, 1);
});

test('an API that refuses every token is called twice, and one whose body is a stream once', async () => {
  const { tokens, sent, faults } = await given();
  const one = tokens();
  await one.token();
  const refuse = () => new Response(null, { status: 401 });
  sent.length = 0;
  faults.push(refuse, undefined, refuse);
  assert.equal((await one.fetch(`${api}/rfis`)).status, 401);
  assert.deepEqual(sent.map(({ url }) => url), [`${api}/rfis`, tokenEndpoint, `${api}/rfis`]);
  sent.length = 0;
  faults.push(refuse);
  const body = new Blob(['x']).stream();
  assert.equal((await one.fetch(`${api}/rfis`, { method: 'POST', body, duplex: 'half' })).status, 401);
  assert.equal(sent.length, 1);
});

test('a Request may be given, and its body is there a second time', async () => {
  const { tokens, faults, clientId } = await given();
  const one = tokens({ ...(await METHODS['private_key_jwt, ES256']()), dpop: true });
  await one.token();
  faults.push(() => new Response(null, { status: 401 }));
  const answer = await one.fetch(new Request(`${api}/rfis`, { method: 'PATCH', body: 'twice' }), { headers: { 'x-more': '1' } });
  assert.deepEqual(await answer.json(), { for: clientId, sent: 'twice' });
});

test('it is a program\'s own key that DPoP binds to, where one is given', async () => {
  const { tokens, clientSecret } = await given();
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']);
  const answer = await tokens({ clientSecret, dpop: pair }).fetch(`${api}/rfis`);
  assert.equal(answer.status, 200);
});

test('a refusal has the code of the server, and its words', async () => {
  const { badges, clientId, tokens, fetches } = await given();
  const wrong = tokens({ clientSecret: 'wrong' });
  const refusal = await wrong.token().catch((error) => error);
  assert.ok(refusal instanceof TokenError && refusal instanceof Error);
  assert.deepEqual([refusal.code, refusal.status, refusal.retryAfter], ['invalid_client', 401, undefined]);
  await assert.rejects(wrong.fetch(`${api}/rfis`), { code: 'invalid_client' });
  assert.equal(fetches(), 2, 'what was refused is not kept');
  await assert.rejects(tokens().for({ scope: 'nonsense' }).token(), { code: 'invalid_scope' });
  await assert.rejects(tokens().for({ resource: 'https://other.example' }).token(), { code: 'invalid_target' });
  await badges.changeContact(ann, 'acme', clientId, { email: 'x@y.example', insist: 1 });
  await assert.rejects(tokens().token(), { code: 'unauthorized_client', message: /email_changed/ });
});

test('a token whose end the server does not tell is one without an end', async () => {
  const { tokens, faults } = await given();
  for (const more of [{}, { expires_in: null }]) {
    faults.push(() => Response.json({ access_token: 'x', token_type: 'bearer', ...more }));
    const one = tokens();
    const token = await one.token();
    assert.deepEqual([token.access_token, token.expires_at, await one.token()], ['x', undefined, token]);
  }
});

test('no secret and no token is in what is shown of anything', async () => {
  const { tokens, clientId, clientSecret, faults } = await given();
  const one = tokens();
  const token = await one.token();
  const shownOf = (value) => [inspect(value, { depth: 9, showHidden: true }), JSON.stringify(value), String(value), String(value.stack)].join('\n');
  faults.push(() => new Response(clientSecret, { status: 400 }));
  const foreign = await tokens().token().catch((error) => error);
  assert.deepEqual([foreign.code, foreign.status], ['unavailable', 400]);
  for (const [name, value] of Object.entries({ one, token, foreign })) assert.doesNotMatch(shownOf(value), /bhs_|eyJ/, name);

  // A server that repeats what it was sent, in every form that it was sent in.
  const hard = 'p&ss w\u00f6rd/1+1%';
  const form = new URLSearchParams([['', hard]]).toString().slice(1);
  const basic = btoa(`${clientId}:${form}`);
  const plain = 'only_letters';
  const echoes = [
    [hard, { error: 'invalid_client', error_description: `wrong: ${hard}` }, hard, 'invalid_client'],
    [hard, { error: 'invalid_client', error_description: `wrong: ${form}` }, form, 'invalid_client'],
    [hard, { error: 'invalid_client', error_description: `authorization: Basic ${basic}` }, basic, 'invalid_client'],
    [plain, { error: plain, error_description: 'x' }, plain, 'unavailable'],
    [plain, { error: `no_${plain}_`, error_description: 'x' }, plain, 'unavailable'],
  ];
  for (const method of ['client_secret_basic', 'client_secret_post']) {
    for (const [secret, body, never, code] of echoes) {
      if (never === basic && method === 'client_secret_post') continue;
      faults.push(() => Response.json(body, { status: 401 }));
      const echoed = await tokens({ clientSecret: secret, method }).token().catch((error) => error);
      assert.equal(echoed.code, code, method);
      assert.ok(!shownOf(echoed).includes(never), `${method}: ${shownOf(echoed)}`);
    }
  }
  for (const words of ['two\nlines', '\u001b[31mred', 'x'.repeat(501)]) {
    faults.push(() => Response.json({ error: 'invalid_client', error_description: words }, { status: 401 }));
    assert.equal((await tokens().token().catch((error) => error)).message, 'invalid_client: ', 'words are of one line that can be read');
  }
  const malformed = [];
  for (const endpoint of ['https://ann:password@acme example/token', 'ann:password@', 'https://ann:password@[::1/token']) {
    try {
      clientCredentials({ tokenEndpoint: endpoint, clientId, clientSecret });
    } catch (error) {
      malformed.push(error);
    }
  }
  assert.equal(malformed.length, 3);
  for (const error of malformed) assert.doesNotMatch(shownOf(error), /ann:password/);
  assert.match(token.access_token, /^eyJ/);
});

test('options that cannot be meant are refused at once, and quote nothing', async () => {
  const fine = { tokenEndpoint, clientId: 'sa_x', clientSecret: 'a secret text' };
  const wrong = [
    { tokenEndpoint: 'http://acme.example/oauth/token' },
    { tokenEndpoint: 'http://127.0.0.1.acme.example/oauth/token' },
    { tokenEndpoint: 'http://localhost:8080@acme.example/oauth/token' },
    { tokenEndpoint: 'https://ann:password@acme.example/oauth/token' },
    { tokenEndpoint: undefined },
    { clientId: '' },
    { clientSecret: undefined },
    { clientSecret: undefined, clientKey: keys.ec },
  ];
  for (const options of wrong) {
    assert.throws(() => clientCredentials({ ...fine, ...options }), ({ name, message }) => name === 'TypeError' && !/secret text|password@/.test(message), JSON.stringify(options));
  }
  for (const here of ['http://localhost:8080/t', 'http://127.0.0.1/t', 'http://[::1]:1/t']) clientCredentials({ ...fine, tokenEndpoint: here });
  const polluted = Object.create({ clientSecret: 'x' });
  assert.throws(() => clientCredentials(Object.assign(polluted, { ...fine, clientSecret: undefined })), TypeError);
});

test('it is under 3 kB by gzip, and nothing of it is WebAssembly', async () => {
  const entry = new URL('../dist/credentials.js', import.meta.url).pathname;
  const { outputFiles, metafile } = await build({ entryPoints: [entry], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, metafile: true });
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  assert.ok(size < 3_000, String(size));
  assert.deepEqual(Object.keys(metafile.inputs).filter((name) => /wasm|inline|badgehouse\.js/.test(name)), []);
});
