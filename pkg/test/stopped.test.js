// An instance that stopped: thrown away, and nobody is kept waiting. The module is led to memory that it does not have, as a defect of it would do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadgehouseError } from 'badgehouse';
import { rules } from 'badgehouse/rules';
import { MemoryStore } from 'badgehouse/stores/memory';

import { Rules } from '../dist/badgehouse-rules.js';
import { Call, Engine } from '../dist/badgehouse.js';
import { ann, created, issuer, opened } from './given.js';

const escaped = [];
process.on('uncaughtException', (error) => escaped.push(error));
process.on('unhandledRejection', (error) => escaped.push(error));

/** From now on, the n-th next call of a method of the module traps, and no other. */
function trap({ prototype }, method, calls = 1) {
  const original = prototype[method];
  prototype[method] = function (...args) {
    calls -= 1;
    if (calls > 0) return original.apply(this, args);
    prototype[method] = original;
    this.__wbg_ptr = 0x7fff_fff0;
    return original.apply(this, args);
  };
}

/** A store whose next get waits. */
function waiting() {
  const memory = new MemoryStore();
  let release;
  let held = false;
  const store = {
    async get(keys) {
      if (held) await new Promise((resolve) => (release = resolve));
      return memory.get(keys);
    },
    list: (...args) => memory.list(...args),
    commit: (...args) => memory.commit(...args),
  };
  return { store, hold: () => (held = true), release: () => ((held = false), release()) };
}

test('a call that stops the instance is refused, and the next has another', async () => {
  const badges = await opened();
  const { client_id, client_secret } = await created(badges);
  for (const step of [1, 2]) {
    trap(Call, 'step', step);
    const error = await badges.getAccount(ann, 'acme', client_id).catch((error) => error);
    assert.ok(error instanceof BadgehouseError, String(error));
    assert.deepEqual([error.code, error.status, error.toResponse().status], ['broken', 500, 500]);
    assert.ok(error.cause instanceof WebAssembly.RuntimeError);
    assert.match(error.diagnostic, /^the engine stopped: RuntimeError/);
    assert.equal((await badges.getAccount(ann, 'acme', client_id)).client_id, client_id);
  }
  trap(Call, 'step');
  await assert.rejects(badges.requestToken({ client_id, client_secret }), { code: 'temporarily_unavailable', status: 503 });
  await badges.requestToken({ client_id, client_secret });
});

test('handle answers that the instance stopped, and tells the operator', async () => {
  const told = [];
  const badges = await opened({ onDiagnostic: (...args) => told.push(args) });
  trap(Call, 'step', 2);
  const answer = await badges.handle(new Request(`${issuer}/oauth/jwks`));
  assert.equal(answer.status, 500);
  assert.doesNotMatch(await answer.text(), /RuntimeError/);
  assert.match(told[0][0], /^the engine stopped: RuntimeError/);
  assert.ok(told[0][1] instanceof WebAssembly.RuntimeError);
  assert.equal((await badges.handle(new Request(`${issuer}/oauth/jwks`))).status, 200);
  trap(Call, 'step');
  const guarded = badges.require({ company: 'acme', tool: 'rfis', level: 'read_only' }, assert.fail);
  assert.equal((await guarded(new Request(`${issuer}/rfis`))).status, 500);
  assert.equal((await guarded(new Request(`${issuer}/rfis`))).status, 401);
});

test('a call beside the one that stopped the instance is settled, and so is one of another engine', async () => {
  const { store, hold, release } = waiting();
  const [badges, other] = [await opened({ store }), await opened()];
  const { client_id } = await created(badges);
  hold();
  const beside = badges.getAccount(ann, 'acme', client_id);
  trap(Call, 'step');
  await assert.rejects(other.jwks(), { code: 'broken' });
  release();
  const error = await beside.catch((error) => error);
  assert.deepEqual([error.code, error.status, error.retryAfter], ['unavailable', 503, 1]);
  assert.match(error.diagnostic, /in another call: RuntimeError/);
  assert.equal((await badges.getAccount(ann, 'acme', client_id)).client_id, client_id);
  await other.jwks();
});

test('what answers at once and the rules go on after an instance that stopped', async () => {
  const badges = await opened();
  const { checkNewAccount } = await rules();
  const form = { app_type: 'custom', name: '' };
  for (const [engine, method, call] of [
    [Engine, 'answer', () => badges.secretPattern()],
    [Engine, 'answer', () => badges.isMachineContact('a@b.example')],
    [Rules, 'check', () => checkNewAccount(form)],
  ]) {
    const before = call();
    trap(engine, method);
    assert.throws(call, { name: 'BadgehouseError', code: 'broken' });
    assert.deepEqual(call(), before);
  }
});

test('where no other instance can be made, each call says so and tries again', async () => {
  const badges = await opened();
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function () {
    throw new RangeError('out of memory');
  };
  try {
    trap(Call, 'step');
    await assert.rejects(badges.jwks(), { code: 'broken' });
    await assert.rejects(badges.jwks(), { code: 'broken', diagnostic: 'the engine stopped: RangeError: out of memory' });
  } finally {
    WebAssembly.Instance = Instance;
  }
  await badges.jwks();
});

test('a new instance has the settings of the old, and not what was counted in its memory', async () => {
  const badges = await opened({ policy: { failures: 1, tokenSeconds: 600 } });
  const { client_id, client_secret } = await created(badges);
  const answered = async (secret) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret: secret });
    return (await badges.handle(new Request(`${issuer}/oauth/token`, { method: 'POST', body }), { source: '192.0.2.1' })).status;
  };
  assert.deepEqual([await answered('wrong'), await answered('another')], [401, 429]);
  trap(Call, 'step');
  await assert.rejects(badges.jwks(), { code: 'broken' });
  assert.equal(await answered('another'), 401);
  assert.equal((await badges.requestToken({ client_id, client_secret })).expires_in, 600);
});

test('many instances may stop', async () => {
  const badges = await opened();
  for (let round = 0; round < 50; round += 1) {
    trap(Call, 'step');
    await assert.rejects(badges.jwks(), { code: 'broken' });
  }
  await badges.jwks();
});

test('nothing escaped to the process', async () => {
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(escaped, []);
});
