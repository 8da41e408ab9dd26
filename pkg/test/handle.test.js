import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadgehouseError } from 'badgehouse';

import { ann, created, issuer, opened, unreached } from './given.js';

const accounts = `${issuer}/badgehouse/v1/companies/acme/service-accounts`;

test('the main job goes by HTTP', async () => {
  const badges = await opened();
  const admin = (path, method, body) => badges.handle(json(accounts + path, method, body), { actor: ann });
  const answer = await admin('', 'POST', { app_type: 'custom', name: 'Nightly sync' });
  assert.equal(answer.status, 201);
  const { client_id, client_secret } = await answer.json();
  assert.equal(answer.headers.get('location'), new URL(`${accounts}/${client_id}`).pathname);

  const basic = btoa(`${client_id}:${client_secret}`);
  const fetched = await badges.handle(tokenRequest({}, { authorization: `Basic ${basic}` }));
  assert.equal(fetched.status, 200);
  assert.equal(fetched.headers.get('cache-control'), 'no-store');
  const { access_token, token_type } = await fetched.json();
  assert.equal(token_type, 'Bearer');

  const api = new Request(`${issuer}/rfis`, { headers: { authorization: `Bearer ${access_token}` } });
  const need = { company: 'acme', tool: 'rfis', level: 'read_only' };
  const refusal = await badges.authorize(api, need).catch((error) => error.toResponse());
  assert.equal(refusal.status, 403);
  assert.match(refusal.headers.get('www-authenticate'), /insufficient_scope/);
  assert.deepEqual((await refusal.json()).required, { tool: 'rfis', level: 'read_only' });
  const put = json(`${accounts}/${client_id}/permissions`, 'PUT', { company: { rfis: 'read_only' } });
  put.headers.set('if-match', answer.headers.get('etag'));
  assert.equal((await badges.handle(put, { actor: ann })).status, 204);
  assert.equal((await badges.authorize(api, need)).client_id, client_id);

  assert.equal((await admin(`/${client_id}`, 'DELETE')).status, 204);
  assert.equal((await badges.handle(tokenRequest({ client_id, client_secret }))).status, 401);
});

test('keys and metadata are public', async () => {
  const badges = await opened();
  const metadata = await (await badges.handle(new Request(`${issuer}/.well-known/oauth-authorization-server`))).json();
  assert.equal(metadata.issuer, issuer);
  const { keys } = await (await badges.handle(new Request(metadata.jwks_uri))).json();
  assert.deepEqual(keys, (await badges.jwks()).keys);
  assert.deepEqual(Object.keys(keys[0]).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
});

test('without an actor the admin API is closed, whatever a header says', async () => {
  const badges = await opened();
  const headers = { 'x-actor': JSON.stringify(ann), 'x-user': 'ann', 'x-forwarded-user': 'ann', cookie: 'actor=ann' };
  for (const options of [undefined, {}, { actor: undefined }]) {
    const answer = await badges.handle(new Request(accounts, { headers }), options);
    assert.equal(answer.status, 401);
  }
});

test('an actor that is none is an error of the host, and no answer', async () => {
  const badges = await opened();
  for (const actor of [null, {}, 'ann', { ...ann, kind: 'platform' }, { ...ann, company: '' }]) {
    await assert.rejects(badges.handle(new Request(accounts), { actor }), { code: 'invalid_input' });
  }
});

test('a body without end is read up to the bound and answered', async () => {
  const badges = await opened();
  let read = 0;
  let cancelled = false;
  const endless = new ReadableStream({
    pull(controller) {
      read += 1000;
      controller.enqueue(new Uint8Array(1000).fill(0x20));
    },
    cancel() {
      cancelled = true;
    },
  });
  const headers = { 'content-type': 'application/json' };
  const request = new Request(accounts, { method: 'POST', headers, body: endless, duplex: 'half' });
  const answer = await badges.handle(request, { actor: ann });
  assert.equal(answer.status, 413);
  assert.ok(cancelled);
  assert.ok(read < 70_000, `${read} bytes were read`);
});

test('a body of exactly the bound is read', async () => {
  const badges = await opened();
  const text = JSON.stringify({ app_type: 'custom', name: 'x' });
  const send = (length) => {
    const request = new Request(accounts, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text.padEnd(length) });
    return badges.handle(request, { actor: ann });
  };
  assert.equal((await send(64 * 1024)).status, 201);
  assert.equal((await send(64 * 1024 + 1)).status, 413);
});

test('a body that somebody has read is an error of the host, and one that breaks off is answered', async () => {
  const badges = await opened();
  const posted = (body) => new Request(accounts, { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' });
  const read = posted('{}');
  await read.text();
  const locked = posted('{}');
  locked.body.getReader();
  for (const request of [read, locked]) {
    const refusal = await badges.handle(request, { actor: ann }).catch((error) => error);
    assert.ok(refusal instanceof BadgehouseError);
    assert.deepEqual([refusal.code, refusal.errors[0].pointer], ['invalid_input', '/request']);
  }
  const streams = [
    (controller) => controller.error(new DOMException('the client is gone', 'AbortError')),
    (controller) => controller.error(new TypeError('terminated')),
    (controller) => controller.enqueue('a text'),
  ];
  for (const pull of streams) {
    const answer = await badges.handle(posted(new ReadableStream({ pull })), { actor: ann });
    assert.equal(answer.status, 400);
    assert.equal((await answer.json()).code, 'invalid_input');
  }
});

test('where a request has no stream, no more than the bound of its body is copied, and the copy is wiped', async () => {
  const badges = await opened();
  const copies = [];
  const send = (content, headers = {}) => {
    const request = new Request(accounts, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
    const slice = (from, to) => ({
      async arrayBuffer() {
        copies.push(new TextEncoder().encode(content.slice(from, to)).buffer);
        return copies.at(-1);
      },
    });
    const blob = async () => (content === undefined ? Promise.reject(new TypeError('terminated')) : { slice });
    Object.defineProperties(request, { body: { value: undefined }, blob: { value: blob } });
    return badges.handle(request, { actor: ann });
  };
  const text = JSON.stringify({ app_type: 'custom', name: 'x' });
  assert.equal((await send(text)).status, 201);
  assert.equal((await send(text.padEnd(1_000_000))).status, 413);
  assert.deepEqual(copies.map(({ byteLength }) => byteLength), [text.length, 64 * 1024 + 1]);
  for (const copy of copies) assert.ok(new Uint8Array(copy).every((byte) => byte === 0));
  assert.equal((await send(text, { 'content-length': '65537' })).status, 413);
  assert.equal((await send(undefined)).status, 400);
  assert.equal(copies.length, 2);
});

test('no text of a head makes another header, and no head is too long', async () => {
  const badges = await opened();
  const { client_id, client_secret } = await created(badges);
  const basic = `Basic ${btoa(`${client_id}:${client_secret}`)}`;
  const fields = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = (seen) => {
    const request = new Request(`${issuer}/oauth/token`, { method: 'POST', headers: fields, body: 'grant_type=client_credentials' });
    return badges.handle(Object.defineProperties(request, Object.fromEntries(Object.entries(seen).map(([name, value]) => [name, { value }]))));
  };
  assert.equal((await send({ headers: Object.entries({ ...fields, authorization: basic }) })).status, 200);
  const broken = [
    { headers: [...Object.entries(fields), ['x-note', `a\nauthorization\n${basic}`]] },
    { headers: [...Object.entries(fields), [`x-note\na\nauthorization`, basic]] },
    { headers: [...Object.entries(fields), ['x-note', '\n']] },
    { url: `${issuer}/oauth/token\nauthorization\n${basic}` },
    { method: 'POST\n' },
    { headers: [['x-note', 'x'.repeat(1024 * 1024)]] },
  ];
  for (const seen of broken) {
    await assert.rejects(send(seen), ({ code, errors }) => code === 'invalid_input' && errors[0].pointer === '/request');
  }
});

test('what the host knows of a request has its own type', async () => {
  const badges = await opened();
  for (const [name, value] of [['source', 1], ['source', {}], ['encrypted', 'yes'], ['encrypted', 1]]) {
    const answer = badges.handle(new Request(accounts), { actor: ann, [name]: value });
    await assert.rejects(answer, ({ code, errors }) => code === 'invalid_input' && errors[0].pointer === `/${name}`);
  }
});

test('the diagnostic goes to the operator and not to the client', async () => {
  const told = [];
  const why = new Error('no route to 10.0.0.7');
  const badges = await opened({ store: unreached(why), onDiagnostic: (...args) => told.push(args) });
  const answer = await badges.handle(new Request(accounts), { actor: ann });
  assert.equal(answer.status, 503);
  assert.doesNotMatch(await answer.text(), /10\.0\.0\.7/);
  assert.equal(told.length, 1);
  assert.match(told[0][0], /no route to 10\.0\.0\.7/);
  assert.equal(told[0][1], why);
});

test('no answer but the first holds the secret', async () => {
  const badges = await opened();
  const { client_id, client_secret } = await created(badges);
  for (const path of ['', `/${client_id}`, `/${client_id}/secrets`]) {
    const text = await (await badges.handle(new Request(accounts + path), { actor: ann })).text();
    assert.ok(text.includes(client_id) || text.includes('hint'), text);
    assert.ok(!text.includes(client_secret));
  }
});

function json(url, method, body) {
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return new Request(url, { method, ...content });
}

function tokenRequest(parameters, headers = {}) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...parameters });
  return new Request(`${issuer}/oauth/token`, { method: 'POST', body, headers });
}

test('of a request that came without TLS no credentials are read', async () => {
  const badges = await opened();
  const { client_id, client_secret } = await created(badges);
  const body = () => new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
  const asked = () => new Request(`${issuer}/oauth/token`, { method: 'POST', body: body() });
  for (const encrypted of [undefined, true]) assert.equal((await badges.handle(asked(), { encrypted })).status, 200);
  const refused = await badges.handle(asked(), { encrypted: false });
  assert.deepEqual([refused.status, (await refused.json()).error], [400, 'invalid_request']);
  assert.equal((await badges.handle(new Request(`${issuer}/oauth/jwks`), { encrypted: false })).status, 200);
});
