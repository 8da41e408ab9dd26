// What comes from JavaScript is read with the bounds of a body in HTTP, wherever it comes in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadgehouseError } from 'badgehouse';
import { rules } from 'badgehouse/rules';

import { ann, created, issuer, opened, readRfis } from './given.js';

const form = { app_type: 'custom', name: 'x' };

/** Each place where a value of the caller's comes in, as what is done with one. */
const places = await given();

async function given() {
  const badges = await opened();
  const { client_id } = await created(badges);
  const at = [ann, 'acme', client_id];
  return {
    handle: (value) => badges.handle(new Request(`${issuer}/badgehouse/v1/companies/acme/service-accounts`), { actor: value }),
    'handle, the source': (value) => badges.handle(new Request(`${issuer}/oauth/jwks`), { source: value }),
    'handle, encrypted': (value) => badges.handle(new Request(`${issuer}/oauth/jwks`), { encrypted: value }),
    authorize: (value) => badges.authorize('Bearer x', value),
    'authorize, the company': (value) => badges.authorize('Bearer x', { ...readRfis, company: value }),
    'verify, whose': (value) => badges.verify('Bearer x', value),
    'verify, the audience': (value) => badges.verify('Bearer x', { company: 'acme' }, value),
    'verify, the origin': (value) => badges.verify('Bearer x', { company: 'acme' }, issuer, { origin: value }),
    requestToken: (value) => badges.requestToken(value),
    'requestToken, a member': (value) => badges.requestToken({ client_id: value, client_secret: 'x' }),
    reportContact: (value) => badges.reportContact('acme', client_id, value),
    isMachineContact: async (value) => badges.isMachineContact(value),
    purgeAccounts: (value) => badges.purgeAccounts(value),
    resealCompany: (value) => badges.resealCompany('acme', value),
    cutAudit: (value) => badges.cutAudit(value),
    eraseCompany: (value) => badges.eraseCompany('acme', value),
    verifyErasureReceipt: async (value) => badges.verifyErasureReceipt(value),
    markResourceServer: (value) => badges.markResourceServer('acme', client_id, value),
    putTrustedIssuer: (value) => badges.putTrustedIssuer(value),
    replaceSigningKey: (value) => badges.replaceSigningKey(value),
    lookUpLeak: (value) => badges.lookUpLeak(value),
    bootstrap: (value) => badges.bootstrap('other', value),
    'createAccount, who': (value) => badges.createAccount(value, 'acme', form),
    createAccount: (value) => badges.createAccount(ann, 'acme', value),
    'createAccount, the key': (value) => badges.createAccount(ann, 'acme', form, { idempotencyKey: value }),
    getAccount: (value) => badges.getAccount(ann, 'acme', value),
    listAccounts: (value) => badges.listAccounts(ann, 'acme', value),
    'listAccounts, the limit': (value) => badges.listAccounts(ann, 'acme', { limit: value }),
    deleteAccount: (value) => badges.deleteAccount(ann, value, client_id),
    addSecret: (value) => badges.addSecret(...at, value),
    'addSecret, the overlap': (value) => badges.addSecret(...at, { overlap_seconds: value }),
    'addSecret, the end': (value) => badges.addSecret(...at, { expires_at: value }),
    listSecrets: (value) => badges.listSecrets(ann, 'acme', value),
    revokeSecret: (value) => badges.revokeSecret(...at, value),
    getPermissions: (value) => badges.getPermissions(...at, value),
    setPermissions: (value) => badges.setPermissions(...at, value),
    'setPermissions, the revision': (value) => badges.setPermissions(...at, { company: {} }, { revision: value }),
    getContact: (value) => badges.getContact(ann, 'acme', value),
    changeContact: (value) => badges.changeContact(...at, value),
    repairContact: (value) => badges.repairContact(...at, value),
    createContact: (value) => badges.createContact(ann, 'acme', value),
    settings: (value) => opened({ audiences: value }),
    policy: (value) => opened({ policy: value }),
    'policy, a member': (value) => opened({ policy: { tokenSeconds: value } }),
    catalogue: (value) => opened({ catalogue: value }),
    sealingKeys: (value) => opened({ sealingKeys: value }),
    'rules, the catalogue': (value) => rules(value),
    'rules, a form': async (value) => problems((await rules()).checkNewAccount(value)),
    'rules, another form': async (value) => problems((await rules()).check('updateAccount', value)),
    'rules, levels': async (value) => problems((await rules()).checkLevels(value)),
  };
}

/** A form that has a problem is refused. */
function problems(found) {
  if (found.length > 0) throw Object.assign(new BadgehouseError({ code: 'invalid_input', detail: '', errors: found, response: { status: 400, headers: [] } }));
}

async function refusedEverywhere(value, what) {
  const entries = Object.entries(places);
  assert.ok(entries.length > 40);
  for (const [place, hand] of entries) {
    const error = await hand(value).then(() => assert.fail(`${place} takes ${what}`), (error) => error);
    assert.ok(error instanceof BadgehouseError, `${place}, ${what}: ${error}`);
    assert.equal(error.code, 'invalid_input', `${place}, ${what}`);
    assert.ok(error.errors.length > 0, `${place}, ${what}`);
  }
}

const nested = (depth, open, end) => JSON.parse(open.repeat(depth) + '1' + end.repeat(depth));

test('what is nested without end is refused, and stops nothing', async () => {
  for (const depth of [129, 5_000, 100_000]) {
    await refusedEverywhere(nested(depth, '[', ']'), `an array nested ${depth} deep`);
    await refusedEverywhere({ extra: nested(depth, '{"a":', '}') }, `an object nested ${depth} deep`);
  }
  await created(await opened());
});

test('what comes back to itself, or is shared again and again, is refused', async () => {
  const itself = {};
  itself.again = itself;
  await refusedEverywhere(itself, 'a cycle');
  let shared = { a: 'x'.repeat(100) };
  for (let level = 0; level < 60; level += 1) shared = { a: shared, b: shared };
  await refusedEverywhere(shared, 'a shared subtree');
  let empty = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`m${index}`, undefined]));
  for (let level = 0; level < 60; level += 1) empty = [empty, empty];
  await refusedEverywhere(empty, 'a shared subtree of nothing');
  await refusedEverywhere(new Array(2 ** 32 - 1), 'a list without its items');
});

test('what is longer than a body of HTTP may be is refused', async () => {
  const badges = await opened();
  for (const length of [64 * 1024, 2 ** 28]) {
    const text = 'x'.repeat(length);
    await assert.rejects(badges.createAccount(ann, 'acme', { ...form, name: text }), { code: 'invalid_input' });
    await assert.rejects(badges.getAccount(ann, text, 'x'), { code: 'invalid_input' });
  }
});

test('a number that is not finite is never taken for nothing', async () => {
  for (const number of [NaN, Infinity, -Infinity]) await refusedEverywhere(number, String(number));
  const badges = await opened();
  const { client_id } = await created(badges);
  const at = async (promise) => (await promise.then(() => assert.fail('this is taken'), (error) => error)).errors[0].pointer;
  for (const revision of [NaN, -1, 1.5, 1e21, '1']) {
    assert.equal(await at(badges.setPermissions(ann, 'acme', client_id, { company: {} }, { revision })), '/revision');
  }
  assert.equal(await at(badges.addSecret(ann, 'acme', client_id, { overlap_seconds: NaN })), '/overlap_seconds');
  assert.equal(await at(badges.addSecret(ann, 'acme', client_id, { expires_at: NaN })), '/expires_at');
  assert.equal(await at(badges.setPermissions(ann, 'acme', client_id, { projects: [{ 'a/b': { 'c~d': Infinity } }] })), '/projects/0/a~1b/c~0d');
  assert.equal(await at(opened({ policy: { tokenSeconds: NaN } })), '/policy/tokenSeconds');
  assert.equal((await badges.listSecrets(ann, 'acme', client_id)).items.length, 1);
});

test('an array is no object', async () => {
  const badges = await opened();
  const { client_id } = await created(badges);
  const actor = ['acme', 'ann', 'user', { admin: 'admin' }];
  const kinds = [['user', 'acme', 'ann', { admin: 'admin' }], actor, ['acme', 'ann', { admin: 'admin' }, 'user']];
  for (const by of kinds) await assert.rejects(badges.getAccount(by, 'acme', client_id), { code: 'invalid_input' });
  await assert.rejects(badges.createAccount(ann, 'acme', ['custom', 'x']), { code: 'invalid_input' });
  await assert.rejects(badges.addSecret(ann, 'acme', client_id, []), { code: 'invalid_input' });
  for (const query of [[], 7, 'limit=1', true]) await assert.rejects(badges.listAccounts(ann, 'acme', query), { code: 'invalid_input' });
  await assert.rejects(badges.listAccounts(ann, 'acme', { limit: [1] }), { code: 'invalid_input', errors: [{ pointer: '/limit', detail: 'this is a text, a number or a flag' }] });
  await assert.rejects(badges.authorize('Bearer x', ['acme', null, 'rfis', 'read_only']), { code: 'invalid_input' });
  await assert.rejects(opened({ policy: [] }), { code: 'invalid_input' });
});

test('what stands in a prototype is no member', async () => {
  const badges = await opened();
  await assert.rejects(badges.createAccount(Object.create(ann), 'acme', form), { code: 'invalid_input' });
  await assert.rejects(badges.createAccount({ kind: 'user', company: 'acme', id: 'eve', __proto__: { levels: ann.levels } }, 'acme', form), {
    code: 'missing_permission',
  });
  Array.prototype[0] = issuer;
  try {
    await assert.rejects(opened({ audiences: new Array(1) }), (error) => error.errors[0].pointer === '/audiences/0');
  } finally {
    delete Array.prototype[0];
  }
  class Wish {
    app_type = 'custom';
    name = 'of a class';
  }
  assert.equal((await badges.createAccount(ann, 'acme', new Wish())).name, 'of a class');
});

test('what is no JSON is refused, and what throws while it is read ends nothing', async () => {
  const throwing = {
    get name() {
      throw new Error('mine');
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const trapped = new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => { throw new Error('mine'); } });
  const exotic = {
    'a function': () => {},
    'a symbol': Symbol('x'),
    'a map': new Map([['app_type', 'custom'], ['name', 'x']]),
    'a set': new Set(['x']),
    'a date': new Date(),
    'a typed array': new Uint8Array(3),
    'a text as an object': new String('x'),
    'a negative whole number': -1n,
    'a whole number of 65 bits': 2n ** 64n,
    'a getter that throws': throwing,
    'a proxy that is revoked': proxy,
    'a proxy that throws': trapped,
  };
  for (const [what, value] of Object.entries(exotic)) await refusedEverywhere(value, what);
  const badges = await opened();
  await assert.rejects(badges.createAccount(ann, 'acme', { ...form, name: new Date() }), (error) => error.errors[0].pointer === '/name');
});

test('a member is read once, and one that is undefined is left out', async () => {
  const badges = await opened();
  let reads = 0;
  const wish = {
    app_type: 'custom',
    unknown: undefined,
    get name() {
      reads += 1;
      return `read ${reads}`;
    },
  };
  assert.equal((await badges.createAccount(ann, 'acme', wish)).name, 'read 1');
  const { client_id } = await created(badges);
  await badges.setPermissions(ann, 'acme', client_id, { company: { rfis: 'read_only' } }, { revision: undefined });
  await badges.listAccounts(ann, 'acme', { limit: 5n });
});
