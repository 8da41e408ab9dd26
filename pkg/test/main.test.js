import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadgehouseError, platform } from 'badgehouse';

import { ann, created, issuer, opened, readRfis, unreached } from './given.js';

test('the main job goes by methods: create, be refused, be granted, break, repair, rotate, delete', async () => {
  let now = 1_800_000_000;
  const badges = await opened({ clock: () => now });
  const account = await created(badges);
  const { client_id, client_secret } = account;
  const token = await badges.requestToken({ client_id, client_secret });
  const bearer = `Bearer ${token.access_token}`;

  const refusal = await refused(badges.authorize(bearer, readRfis), 'insufficient_scope');
  assert.equal(refusal.status, 403);
  assert.deepEqual(refusal.required, { tool: 'rfis', level: 'read_only' });
  await badges.setPermissions(ann, 'acme', client_id, { company: { rfis: 'read_only' } });
  assert.deepEqual(await badges.authorize(bearer, readRfis), {
    client_id,
    company: 'acme',
    tool: 'rfis',
    level: 'read_only',
    expires_at: '2027-01-15T09:00:00Z',
  });

  const guard = await refused(badges.changeContact(ann, 'acme', client_id, { email: 'x@y.example' }), 'would_break');
  await badges.changeContact(ann, 'acme', client_id, { email: 'x@y.example', insist: guard.contactRevision });
  await refused(badges.authorize(bearer, readRfis), 'invalid_token');
  await refused(badges.requestToken({ client_id, client_secret }), 'unauthorized_client');
  assert.deepEqual((await badges.getAccount(ann, 'acme', client_id)).problems, ['email_changed']);
  assert.equal((await badges.repairContact(ann, 'acme', client_id, 'restore')).functional, true);

  const second = await badges.addSecret(ann, 'acme', client_id, { overlap_seconds: 60 });
  await badges.requestToken({ client_id, client_secret });
  now += 60;
  await refused(badges.requestToken({ client_id, client_secret }), 'invalid_client');
  await badges.requestToken({ client_id, client_secret: second.client_secret });
  await badges.authorize(bearer, readRfis);
  await badges.revokeSecret(ann, 'acme', client_id, account.secret_id);
  await refused(badges.authorize(bearer, readRfis), 'invalid_token');

  assert.equal(await badges.deleteAccount(ann, 'acme', client_id), undefined);
  await refused(badges.getAccount(ann, 'acme', client_id), 'not_found');
  await refused(badges.requestToken({ client_id, client_secret: second.client_secret }), 'invalid_client');
});

test('nothing but the symbol is the platform', async () => {
  const badges = await opened();
  const made = await badges.bootstrap('acme', 'First');
  assert.equal((await badges.getAccount(platform, 'acme', made.client_id)).name, 'First');
  for (const other of [undefined, null, 'platform', 'badgehouse.platform', Symbol('badgehouse.platform'), {}, { kind: 'platform' }]) {
    await refused(badges.getAccount(other, 'acme', made.client_id), 'invalid_input');
  }
});

test('calls of one object may overlap', async () => {
  const badges = await opened();
  const names = Array.from({ length: 20 }, (_, index) => `Account ${index}`);
  const made = await Promise.all(names.map((name) => badges.createAccount(platform, `company ${name}`, { app_type: 'custom', name })));
  assert.deepEqual(made.map(({ name }) => name), names);
  assert.equal(new Set(made.map(({ client_secret }) => client_secret)).size, names.length);
});

test('a page tells where the next begins', async () => {
  const badges = await opened();
  for (const name of ['a', 'b', 'c']) await created(badges, name);
  const first = await badges.listAccounts(ann, 'acme', { limit: 2 });
  const second = await badges.listAccounts(ann, 'acme', { limit: 2, cursor: first.next_cursor });
  assert.equal(first.items.length, 2);
  assert.equal(second.items.length, 1);
  assert.equal(second.next_cursor, null);
});

test('a repeated call with its idempotency key makes no second account and shows no secret', async () => {
  const badges = await opened();
  const call = () => badges.createAccount(ann, 'acme', { app_type: 'custom', name: 'Once' }, { idempotencyKey: 'k1' });
  const first = await call();
  const second = await call();
  assert.equal(second.client_id, first.client_id);
  assert.equal(second.client_secret, undefined);
  assert.match(second.notice, /shown only once/);
});

test('input of a wrong shape is refused and says where', async () => {
  const badges = await opened();
  const at = async (promise) => (await refused(promise, 'invalid_input')).errors.map(({ pointer }) => pointer);
  assert.deepEqual(await at(badges.createAccount(ann, 'acme', { app_type: 'custom', nam: 'x' })), ['/nam']);
  assert.deepEqual(await at(badges.createAccount(ann, 7, { app_type: 'custom', name: 'x' })), ['/company']);
  assert.deepEqual(await at(badges.getAccount(ann, 'acme', null)), ['/client_id']);
  assert.deepEqual(await at(badges.authorize('Bearer x', { ...readRfis, level: 'all' })), ['/level']);
  await refused(badges.createAccount(ann, 'acme', undefined), 'invalid_input');
});

test('options that break rules are refused by the names that they have here', async () => {
  const at = async (options) => (await refused(opened(options), 'invalid_input')).errors.map(({ pointer }) => pointer);
  assert.deepEqual(await at({ contactDomain: 'nodot' }), ['/contactDomain']);
  assert.deepEqual(await at({ policy: { tokenSeconds: 5, liveSecrets: 0 } }), ['/policy/tokenSeconds', '/policy/liveSecrets']);
  assert.deepEqual(await at({ policy: { token_seconds: 5 } }), ['/policy/token_seconds']);
  assert.deepEqual(await at({ policy: { tokenSeconds: '60' } }), ['/policy/tokenSeconds']);
  assert.deepEqual(await at({ catalogue: { tools: [] } }), ['/catalogue/tools', '/catalogue/tools']);
  assert.deepEqual(await at({ issuers: [] }), ['/issuers']);
  assert.deepEqual(await at({ sealingKeys: [] }), ['/sealingKeys']);
  await assert.rejects(opened({ store: undefined }), TypeError);
});

test('a policy that is undefined is the default, whole and by its members', async () => {
  await opened({ policy: undefined });
  const badges = await opened({ policy: { tokenSeconds: undefined, failures: undefined, longestTokenSeconds: undefined } });
  const { client_id, client_secret } = await created(badges);
  assert.equal((await badges.requestToken({ client_id, client_secret })).expires_in, 3600);
});

test('a policy says how many wrong credentials may come from one source, and for how long they count', async () => {
  let now = 1_800_000_000;
  const badges = await opened({ clock: () => now, policy: { failures: 1, failureSeconds: 60 } });
  const { client_id, client_secret } = await created(badges);
  const answered = async (secret) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret: secret });
    const request = new Request(`${issuer}/oauth/token`, { method: 'POST', body });
    return (await badges.handle(request, { source: '192.0.2.1' })).status;
  };
  assert.deepEqual([await answered('wrong'), await answered('another'), await answered(client_secret)], [401, 429, 200]);
  await badges.requestToken({ client_id, client_secret });
  now += 60;
  assert.equal(await answered('another'), 401);
});

test('a lenient token endpoint says when a token was issued', async () => {
  for (const lenientTokenEndpoint of [false, true]) {
    const badges = await opened({ clock: () => 1_800_000_000, policy: { lenientTokenEndpoint } });
    const { client_id, client_secret } = await created(badges);
    const { created_at } = await badges.requestToken({ client_id, client_secret });
    assert.equal(created_at, lenientTokenEndpoint ? 1_800_000_000 : undefined);
  }
});

test('an error says when to come again', async () => {
  const badges = await opened({ store: unreached(new Error('down')) });
  const account = { client_id: 'sa_x', client_secret: 'x' };
  assert.equal((await refused(badges.jwks(), 'unavailable')).retryAfter, 1);
  assert.equal((await refused(badges.requestToken(account), 'invalid_client')).retryAfter, undefined);
});

test('what was counted is not lost by a clock that throws', async () => {
  let stopped = false;
  const now = () => {
    if (stopped) throw new Error('the clock stands');
    return 1_800_000_000;
  };
  const badges = await opened({ clock: now });
  const { client_id, client_secret } = await created(badges);
  await badges.requestToken({ client_id, client_secret });
  stopped = true;
  await assert.rejects(badges.recordUsage(), /the clock stands/);
  stopped = false;
  await badges.recordUsage();
  const [{ last_used_at }] = (await badges.listSecrets(ann, 'acme', client_id)).items;
  assert.equal(last_used_at, '2027-01-15T08:00:00Z');
});

test('no message quotes a sealing key', async () => {
  for (const sealingKeys of ['a secret text', ['a secret text'], [['a secret text']]]) {
    const error = await refused(opened({ sealingKeys }), 'invalid_input');
    assert.doesNotMatch(error.message + JSON.stringify(error), /a secret text/);
  }
});

test('a clock that answers no seconds stops the operation before it begins', async () => {
  for (const clock of [() => NaN, () => -1, () => 'now', () => Infinity]) {
    await refused(created(await opened({ clock })), 'invalid_input');
  }
  const stopped = new Error('the clock stands');
  const badges = await opened({
    clock() {
      throw stopped;
    },
  });
  await assert.rejects(created(badges), (error) => error === stopped);
});

async function refused(promise, code) {
  const error = await promise.then(
    () => assert.fail(`this is not refused with ${code}`),
    (error) => error,
  );
  assert.ok(error instanceof BadgehouseError, String(error));
  assert.equal(error.code, code);
  return error;
}
