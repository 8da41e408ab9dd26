// Options are taken as they are at the call, and of their own members alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStore } from 'badgehouse/stores/memory';

import { ann, created, issuer, opened, readRfis } from './given.js';

const accounts = `${issuer}/badgehouse/v1/companies/acme/service-accounts`;

test('an actor that is set after the call is not who has asked', async () => {
  const badges = await opened();
  const options = {};
  let send;
  const body = new ReadableStream({
    start(controller) {
      send = () => {
        controller.enqueue(new TextEncoder().encode(JSON.stringify({ app_type: 'custom', name: 'x' })));
        controller.close();
      };
    },
  });
  const headers = { 'content-type': 'application/json' };
  const slow = badges.handle(new Request(accounts, { method: 'POST', headers, body, duplex: 'half' }), options);
  options.actor = ann;
  send();
  assert.equal((await slow).status, 401);
});

test('levels that are added after the call give nothing', async () => {
  const badges = await opened();
  const eve = { kind: 'user', company: 'acme', id: 'eve', levels: {} };
  const created = badges.createAccount(eve, 'acme', { app_type: 'custom', name: 'x' });
  const handled = badges.handle(new Request(accounts), { actor: eve });
  eve.levels.admin = 'admin';
  await assert.rejects(created, { code: 'missing_permission' });
  assert.equal((await handled).status, 403);
});

test('a prototype that somebody has polluted gives no rights and sets no option', async () => {
  const badges = await opened();
  const { client_id, client_secret } = await created(badges);
  const polluted = async (members, during) => {
    Object.assign(Object.prototype, members);
    try {
      return await during();
    } finally {
      for (const name of Object.keys(members)) delete Object.prototype[name];
    }
  };
  const request = () => new Request(accounts);
  for (const options of [undefined, {}, { source: '192.0.2.1' }]) {
    const answer = await polluted({ actor: ann }, () => badges.handle(request(), options));
    assert.equal(answer.status, 401);
  }
  const wish = { app_type: 'custom', name: 'x' };
  const made = await polluted({ idempotencyKey: 'k' }, async () => [
    await badges.createAccount(ann, 'acme', wish, {}),
    await badges.createAccount(ann, 'acme', wish),
  ]);
  assert.notEqual(made[0].client_id, made[1].client_id);
  await polluted({ revision: 99 }, () => badges.setPermissions(ann, 'acme', client_id, { company: { rfis: 'read_only' } }, {}));
  const { access_token } = await badges.requestToken({ client_id, client_secret });
  await polluted({ origin: 'no origin' }, async () => {
    await badges.verify(`Bearer ${access_token}`, { company: 'acme' }, undefined, {});
    await badges.authorize(`Bearer ${access_token}`, readRfis);
  });
  const fail = () => assert.fail('it was taken from the prototype');
  const crypto = { generate: fail, sign: fail, verify: fail };
  const other = await polluted({ crypto, clock: fail, policy: { tokenSeconds: 60 }, onDiagnostic: fail }, () => opened());
  const account = await created(other);
  assert.equal((await other.requestToken({ client_id: account.client_id, client_secret: account.client_secret })).expires_in, 3600);
});

test('options and a need that are altered later change nothing', async () => {
  const store = new MemoryStore();
  const options = { store, policy: { tokenSeconds: 600 }, sealingKeys: ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio'] };
  const opening = opened(options);
  options.policy.tokenSeconds = 60;
  options.sealingKeys[0] = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const badges = await opening;
  const { client_id, client_secret } = await created(badges);
  const { access_token, expires_in } = await badges.requestToken({ client_id, client_secret });
  assert.equal(expires_in, 600);
  await (await opened({ store })).requestToken({ client_id, client_secret });
  const need = { ...readRfis };
  const handler = badges.require(need, () => new Response('ok'));
  need.tool = 'reports';
  await badges.setPermissions(ann, 'acme', client_id, { company: { rfis: 'read_only' } });
  const request = new Request(`${issuer}/rfis`, { headers: { authorization: `Bearer ${access_token}` } });
  assert.equal((await handler(request)).status, 200);
});
