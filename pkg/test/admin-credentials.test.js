// Secrets, public keys and outside issuers of the administrator's page, on an engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BadgehouseError } from '../dist/error.js';
import { withAccount } from './accounted.js';

const KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

test('a rotation: both work for a while, and the old one ends once the new one is seen in use', async () => {
  const { credentials, made, use } = await withAccount();
  await use(made.client_secret);
  credentials.newSecret.beginRotation();
  assert.equal(credentials.newSecret.entered.overlap_seconds, 86_400);
  credentials.newSecret.enter('name', 'since November');
  assert.equal(await credentials.newSecret.add(), true);
  const { secret } = credentials.made;
  assert.match(secret, /^bhs_/);
  credentials.close();
  assert.equal(credentials.made, undefined);
  const [young, old] = credentials.liveSecrets;
  assert.deepEqual([young.name, young.last_used_at, old.secret_id], ['since November', undefined, made.secret_id]);
  assert.ok(Date.parse(old.expires_at) > Date.now() + 86_000_000);

  // Nobody has seen the new one in use.
  assert.equal(await credentials.finishRotation(young.secret_id), false);
  assert.equal(credentials.trouble.code, 'secret_not_in_use');
  assert.equal(credentials.liveSecrets.length, 2);
  await use(secret);
  await credentials.reload();
  assert.ok(credentials.liveSecrets[0].last_used_at);
  assert.equal(await credentials.finishRotation(young.secret_id), true);
  assert.deepEqual(credentials.liveSecrets.map(({ name }) => name), ['since November']);
  await assert.rejects(use(made.client_secret), { code: 'invalid_client' });
});

test('a rotation at once needs no room, and ends the others at once', async () => {
  const { credentials, made, use } = await withAccount();
  credentials.newSecret.beginAdding();
  await credentials.newSecret.add();
  credentials.close();
  assert.equal(credentials.room('secret'), 0);
  credentials.newSecret.beginRotation();
  assert.deepEqual([credentials.newSecret.entered.overlap_seconds, credentials.newSecret.allows(900), credentials.newSecret.allows(0)], [0, 'limit', undefined]);
  assert.equal(await credentials.newSecret.add(), true);
  assert.equal(credentials.liveSecrets.length, 1);
  await assert.rejects(use(made.client_secret), { code: 'invalid_client' });
  await use(credentials.made.secret);
});

test('an overlap beyond policy is told before it is tried', async () => {
  const { credentials } = await withAccount({ policy: { overlapSeconds: 3600 } });
  credentials.newSecret.beginRotation();
  assert.deepEqual([0, 900, 3600, 86_400, 2_592_000].map((seconds) => credentials.newSecret.allows(seconds)), [undefined, undefined, undefined, 'policy', 'policy']);
  assert.equal(credentials.newSecret.entered.overlap_seconds, 3600);
});

test('a secret whose answer was lost has a notice, and no secret', async () => {
  const wrap = (accounts) => ({
    ...accounts,
    // As `client` does: it asks again with the key that it has made, and is told what has become.
    addSecret: async (id, wish, options) => {
      await accounts.addSecret(id, wish, { ...options, idempotencyKey: 'key' });
      return accounts.addSecret(id, wish, { ...options, idempotencyKey: 'key' });
    },
  });
  const { credentials } = await withAccount({ wrap });
  credentials.newSecret.beginAdding();
  assert.equal(await credentials.newSecret.add(), true);
  assert.equal(credentials.made.secret, undefined);
  assert.ok(credentials.made.notice);
  assert.equal(credentials.made.unstored, false);
  assert.equal(credentials.liveSecrets.length, 2);
});

test('what nobody knows the outcome of is not repeated, and what was entered stays', async () => {
  let sent = 0;
  const wrap = (accounts) => ({
    ...accounts,
    addKey: async () => {
      sent += 1;
      throw new BadgehouseError({ code: 'unavailable', detail: 'no network', errors: [], response: { status: 502, headers: [], body: '' }, cause: new TypeError('failed') });
    },
  });
  const { credentials } = await withAccount({ wrap });
  credentials.newKey.begin();
  credentials.newKey.enter('text', JSON.stringify(KEY));
  assert.equal(await credentials.newKey.add(), false);
  assert.deepEqual([sent, credentials.newKey.trouble.kind, credentials.newKey.dirty], [1, 'outcome', true]);
});

test('a change that is done and cannot be read anew is not done again', async () => {
  let fails = false;
  let revoked = 0;
  const wrap = (accounts) => ({
    ...accounts,
    listSecrets: (...args) => (fails ? Promise.reject(new Error('no network')) : accounts.listSecrets(...args)),
    revokeSecret: (...args) => {
      revoked += 1;
      return accounts.revokeSecret(...args);
    },
  });
  const { credentials, made, account } = await withAccount({ wrap });
  account.explain('It was in a log');
  fails = true;
  assert.equal(await credentials.revoke('secret', made.secret_id), true);
  assert.deepEqual([credentials.outdated, credentials.trouble, account.reason, revoked], [true, undefined, '', 1]);
  fails = false;
  await account.show('credentials');
  assert.deepEqual([credentials.outdated, credentials.liveSecrets, revoked], [false, [], 1]);
});

test('a change of a secret that another has changed meanwhile shows both, and goes on from there', async () => {
  const { credentials, accounts, made } = await withAccount();
  const [secret] = credentials.liveSecrets;
  credentials.edit.begin(secret);
  credentials.edit.enter('name', 'mine');
  await accounts.changeSecret(made.client_id, secret.secret_id, { name: 'theirs' }, { revision: '*' });
  assert.equal(await credentials.edit.save(), false);
  assert.deepEqual([credentials.edit.trouble.kind, credentials.edit.theirs.name, credentials.edit.entered.name], ['conflict', 'theirs', 'mine']);
  assert.equal(await credentials.edit.save(), true);
  assert.equal(credentials.liveSecrets[0].name, 'mine');
});

test('a change of a secret goes on where another has changed something else', async () => {
  const { credentials, accounts, made } = await withAccount();
  credentials.edit.begin(credentials.liveSecrets[0]);
  credentials.edit.enter('name', 'mine');
  await accounts.updateAccount(made.client_id, { description: 'changed' }, { revision: '*' });
  assert.equal(await credentials.edit.save(), true);
  assert.equal(credentials.liveSecrets[0].name, 'mine');
});

test('their state can be taken', async () => {
  const { credentials, accounts, made } = await withAccount();
  const [secret] = credentials.liveSecrets;
  credentials.edit.begin(secret);
  credentials.edit.enter('name', 'mine');
  await accounts.changeSecret(made.client_id, secret.secret_id, { name: 'theirs' }, { revision: '*' });
  await credentials.edit.save();
  credentials.edit.takeTheirs();
  assert.deepEqual([credentials.edit.entered.name, credentials.edit.dirty, credentials.edit.theirs], ['theirs', false, undefined]);
  credentials.edit.enter('name', '');
  assert.equal(await credentials.edit.save(), true);
  assert.equal(credentials.liveSecrets[0].name, undefined);
});

test('of a private key only the public half is sent', async () => {
  const sent = [];
  const wrap = (accounts) => ({ ...accounts, addKey: (...args) => (sent.push(args[1]), accounts.addKey(...args)) });
  const { credentials } = await withAccount({ wrap });
  const { newKey } = credentials;
  newKey.begin();
  newKey.enter('text', JSON.stringify({ keys: [{ ...KEY, d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', key_ops: ['sign'], kid: 'mine' }] }));
  assert.equal(newKey.isPrivate, true);
  assert.equal(await newKey.add(), true);
  assert.deepEqual(sent, [{ jwk: { ...KEY, kid: 'mine' } }]);
  assert.deepEqual(credentials.keys.items.map(({ client_kid }) => client_kid), ['mine']);
});

test('what is no JWK is told apart and not sent', async () => {
  const { credentials } = await withAccount();
  const { newKey } = credentials;
  newKey.begin();
  assert.equal(newKey.fault, undefined);
  assert.equal(await newKey.add(), false);
  assert.equal(newKey.fault, 'missing');
  const faults = [['-----BEGIN PUBLIC KEY-----\nMCow', 'pem'], ['ssh-ed25519 AAAA', 'json'], ['{"keys":[{},{}]}', 'several'], ['{}', 'unknown'], ['null', 'unknown'], ['{"kty":7}', 'unknown']];
  for (const [text, fault] of faults) {
    newKey.enter('text', text);
    assert.equal(newKey.fault, fault, text);
    assert.equal(await newKey.add(), false);
  }
  newKey.enter('text', '{"kty":"EC","crv":"P-521","x":"AA","y":"AA"}');
  assert.equal(await newKey.add(), false);
  assert.ok(newKey.problem('text', '/jwk'));
});

test('a trust asks for what its platform needs, and says what is missing', async () => {
  const { credentials } = await withAccount();
  const { newTrust } = credentials;
  newTrust.begin();
  newTrust.choose('github_actions');
  newTrust.enter('audience', 'https://id.acme.example');
  newTrust.claim(0, { ...newTrust.entered.claims[0], value: '74' });
  assert.equal(await newTrust.add(), false);
  assert.match(newTrust.problem('claims'), /environment/);
  newTrust.claim(1, { name: 'ref', form: 'prefix', value: 'refs/tags/' });
  assert.equal(newTrust.problem('claims'), undefined);
  newTrust.addClaim();
  assert.equal(await newTrust.add(), true);
  const [trust] = credentials.trusts.items;
  assert.deepEqual([trust.claims, trust.once, trust.preset], [{ repository_id: '74', ref: { prefix: 'refs/tags/' } }, true, 'github_actions']);
  assert.equal(await credentials.revoke('trust', trust.trust_id), true);
  assert.deepEqual(credentials.trusts.items.map(({ live }) => live), [false]);
  assert.equal(credentials.room('trust'), 8);
});

test('each preset makes a trust as its documentation has it, once its values are filled in', async () => {
  const { credentials } = await withAccount();
  const { newTrust } = credentials;
  for (const preset of ['github_actions', 'gitlab', 'kubernetes', 'google', 'circleci', 'buildkite']) {
    newTrust.choose(preset);
    newTrust.enter('audience', 'https://id.acme.example');
    newTrust.entered.claims.forEach((row, index) => newTrust.claim(index, { ...row, value: row.value || row.example }));
    if (preset === 'kubernetes') newTrust.enter('issuer', 'https://kubernetes.default.svc.cluster.local');
    if (preset === 'circleci') newTrust.enter('issuer', 'https://oidc.circleci.com/org/2f0c1b4e-8d11-4a3b-9a4f-1d7f3c9b5e21');
    assert.equal(await newTrust.add(), true, `${preset}: ${JSON.stringify(newTrust.trouble)}`);
  }
  assert.equal(credentials.trusts.items.length, 6);
});

test('each form is checked by the rules of its operation, and not sent while it breaks one', async () => {
  const sent = [];
  const wrap = (accounts) => ({ ...accounts, ...Object.fromEntries(['addSecret', 'addKey', 'addTrust', 'changeSecret'].map((name) => [name, async () => sent.push(name)])) });
  const { credentials, administration } = await withAccount({ wrap });
  const asked = [];
  administration.rules = {
    check: (form, value) => {
      asked.push([form, value]);
      return [{ pointer: '/name', detail: 'too long' }];
    },
  };
  const { newSecret, newKey, newTrust, edit } = credentials;
  edit.begin(credentials.liveSecrets[0]);
  newKey.enter('text', JSON.stringify(KEY));
  for (const form of [newSecret, newKey, newTrust, edit]) {
    form.enter('name', 'mine');
    asked.length = 0;
    assert.equal(await (form === edit ? form.save() : form.add()), false);
    assert.deepEqual([sent, form.problem('name')], [[], 'too long']);
    assert.equal(asked[0][1].name, 'mine');
    assert.equal(asked[0][0], new Map([[newSecret, 'addSecret'], [newKey, 'changeKey'], [newTrust, 'addTrust'], [edit, 'changeSecret']]).get(form));
  }
});
