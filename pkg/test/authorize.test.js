// The module that only authorizes, on the store of an engine that issues.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open as openAuthorize } from 'badgehouse/authorize';
import { MemoryStore } from 'badgehouse/stores/memory';

import { Engine } from '../dist/badgehouse-authorize.js';
import { ann, created, issuer, opened, readRfis, sealingKey, unreached } from './given.js';

const options = { issuer, contactDomain: 'svc.acme.example', sealingKeys: [sealingKey] };

async function given() {
  const store = new MemoryStore();
  const badges = await opened({ store });
  const { client_id, client_secret } = await created(badges);
  await badges.setPermissions(ann, 'acme', client_id, { company: { rfis: 'read_only' } });
  const { access_token } = await badges.requestToken({ client_id, client_secret });
  const api = await openAuthorize({ ...options, store: { get: (keys) => store.get(keys) } });
  return { badges, store, api, client_id, from: `Bearer ${access_token}` };
}

test('a token is taken that an engine with everything has issued, until it is ended', async () => {
  const { badges, api, client_id, from } = await given();
  assert.deepEqual(await api.authorize(from, readRfis), await badges.authorize(from, readRfis));
  assert.deepEqual(await api.verify(from, { company: 'acme' }), await badges.verify(from, { company: 'acme' }));
  const handler = api.require(readRfis, (request, who) => Response.json(who));
  const called = (authorization) => handler(new Request(`${issuer}/rfis`, { headers: { authorization } }));
  assert.equal((await (await called(from)).json()).client_id, client_id);
  assert.match((await called('Bearer x')).headers.get('www-authenticate'), /^Bearer .*invalid_token/);
  await assert.rejects(api.authorize(from, { ...readRfis, level: 'admin' }), { name: 'BadgehouseError', code: 'insufficient_scope', status: 403 });
  await badges.deleteAccount(ann, 'acme', client_id);
  await assert.rejects(api.authorize(from, readRfis), { code: 'invalid_token' });
});

test('it has no method that changes anything, and needs no store that could', async () => {
  const { api } = await given();
  assert.deepEqual(Object.keys(api).sort(), ['authorize', 'require', 'verify']);
  await assert.rejects(openAuthorize(options), TypeError);
  await assert.rejects(openAuthorize({ ...options, store: {}, issuer: 'x' }), TypeError);
});

test('its options are checked as those of an engine with everything', async () => {
  const store = new MemoryStore();
  for (const wrong of [{ issuer: 'x' }, { policy: { tokenSeconds: 1 } }, { sealingKeys: ['x'] }, { audiences: 'x' }, { extra: 1 }]) {
    const [error, other] = await Promise.all([openAuthorize({ ...options, store, ...wrong }), opened({ store, ...wrong })].map((open) => open.catch((error) => error)));
    assert.equal(error.code, 'invalid_input', JSON.stringify(wrong));
    assert.deepEqual(error.errors, other.errors);
  }
});

test('a store that is not reached grants nothing, and an instance that stops is replaced', async () => {
  const { api, from } = await given();
  const why = new Error('no route');
  const dark = await openAuthorize({ ...options, store: unreached(why) });
  await assert.rejects(dark.authorize(from, readRfis), { code: 'unavailable', cause: why });
  const { begin } = Engine.prototype;
  Engine.prototype.begin = function (...args) {
    Engine.prototype.begin = begin;
    this.__wbg_ptr = 0x7fff_fff0;
    return begin.apply(this, args);
  };
  await assert.rejects(api.authorize(from, readRfis), { code: 'broken' });
  await api.authorize(from, readRfis);
});
