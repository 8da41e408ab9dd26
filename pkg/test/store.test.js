import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStore } from 'badgehouse/stores/memory';

import { ann, created, opened } from './given.js';

test('what a store rejects with is the cause of the error', async () => {
  for (const why of [new Error('timed out'), { code: 'unavailable' }, { code: 'ECONNRESET', message: 'reset' }, 'gone', undefined]) {
    const badges = await opened({ store: failing(why) });
    const error = await badges.getAccount(ann, 'acme', `sa_${'a'.repeat(52)}`).catch((error) => error);
    assert.equal(error.code, 'unavailable');
    assert.equal(error.status, 503);
    assert.equal(error.cause, why);
    assert.match(error.diagnostic, /^the store is unavailable/);
  }
});

test('a store that says so is broken', async () => {
  const badges = await opened({ store: failing(Object.assign(new Error('bad page'), { code: 'broken' })) });
  await assert.rejects(badges.jwks(), { code: 'broken', status: 500, diagnostic: 'the store is broken: bad page' });
});

test('an answer of a wrong shape is a broken store', async () => {
  const wrong = { value: 'text', version: '1' };
  for (const answer of [undefined, null, 7, 'text', {}, [], [wrong], [{ value: new Uint8Array() }], [undefined, undefined]]) {
    const badges = await opened({ store: { ...failing(), get: () => answer } });
    await assert.rejects(badges.jwks(), { code: 'broken' }, JSON.stringify(answer));
  }
  for (const answer of [undefined, true, 'yes', {}]) {
    const badges = await opened({ store: { ...failing(), get: (keys) => keys.map(() => null), list: () => [], commit: () => answer } });
    await assert.rejects(badges.jwks(), { code: 'broken' }, JSON.stringify(answer));
  }
  for (const answer of [undefined, [{}], [{ key: 'a key', value: new Uint8Array(), version: '1' }]]) {
    const badges = await opened({ store: { ...failing(), get: (keys) => keys.map(() => null), list: () => answer } });
    await assert.rejects(badges.listAccounts(ann, 'acme'), { code: 'broken' }, JSON.stringify(answer));
  }
});

test('whatever a store answers or throws, the call is settled and the engine goes on', async () => {
  const mine = new Error('mine');
  const throwing = (members = {}) =>
    new Proxy(members, {
      get() {
        throw mine;
      },
    });
  const { proxy: revoked, revoke } = Proxy.revocable([], {});
  revoke();
  const cycle = [];
  cycle.push(cycle);
  const entry = { value: new Uint8Array(1), version: '1' };
  const detached = new Uint8Array(8);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const answers = {
    'a proxy that throws': throwing(),
    'a list that throws': throwing([]),
    'a proxy that is revoked': revoked,
    'a cycle': cycle,
    'a list without an end': new Array(2 ** 32 - 1),
    'an entry that throws': [throwing()],
    'too many entries': [entry, entry, entry],
    'a value of a gigabyte': [{ ...entry, value: new Uint8Array(2 ** 30) }],
    'a value that is gone': [{ ...entry, value: detached }],
    'a version that is a number': [{ ...entry, version: NaN }],
    'a whole number': 2n ** 70n,
    'a thenable that throws': {
      get then() {
        throw mine;
      },
    },
  };
  const memory = new MemoryStore();
  for (const [what, answer] of Object.entries(answers)) {
    for (const port of ['get', 'list', 'commit']) {
      const store = { get: (keys) => memory.get(keys), list: (...args) => memory.list(...args), commit: (changes) => memory.commit(changes), [port]: () => answer };
      const badges = await opened({ store });
      const call = port === 'list' ? badges.listAccounts(ann, 'acme') : created(badges);
      await assert.rejects(call, (error) => ['broken', 'unavailable'].includes(error.code) && !/stopped/.test(error.diagnostic), `${port}: ${what}`);
    }
  }
  for (const thrown of [throwing(), revoked, cycle, Symbol('x'), 5n, null, { code: cycle, message: cycle }, 'x'.repeat(2 ** 28)]) {
    const badges = await opened({ store: failing(thrown) });
    await assert.rejects(badges.jwks(), (error) => error.code === 'unavailable' && error.cause === thrown);
  }
  const huge = await opened({ store: { ...failing(), get: (keys) => keys.map(() => ({ ...entry, value: new Uint8Array(2 ** 20) })) } });
  await assert.rejects(huge.jwks(), { diagnostic: 'the store is broken: a value has at most 32768 bytes' });
  await created(await opened());
});

test('a store may answer at once, and may throw at once', async () => {
  const badges = await opened({ store: new MemoryStore() });
  const { client_id } = await created(badges);
  assert.equal((await badges.getAccount(ann, 'acme', client_id)).client_id, client_id);
  const throwing = () => {
    throw new Error('at once');
  };
  const thrown = await opened({ store: { get: throwing, list: throwing, commit: throwing } });
  await assert.rejects(thrown.jwks(), { code: 'unavailable' });
});

test('a commit whose outcome is unknown is submitted once more, and what was got around is no cause', async () => {
  for (const arrives of [true, false]) {
    const memory = new MemoryStore();
    let failures = 1;
    const store = {
      get: (keys) => memory.get(keys),
      list: (prefix, after, limit) => memory.list(prefix, after, limit),
      commit(changes) {
        if (failures === 0) return memory.commit(changes);
        failures -= 1;
        if (arrives) memory.commit(changes);
        throw new Error('the connection broke');
      },
    };
    const badges = await opened({ store });
    const { client_id } = await created(badges);
    assert.equal((await badges.listAccounts(ann, 'acme')).items.length, 1);
    const error = await badges.getAccount(ann, 'other', client_id).catch((error) => error);
    assert.equal(error.code, 'not_found');
    assert.ok(!('cause' in error));
  }
});

test('a store that fails never grants', async () => {
  const memory = new MemoryStore();
  const { client_id, client_secret } = await created(await opened({ store: memory }));
  const badges = await opened({ store: failing(new Error('down')) });
  await assert.rejects(badges.requestToken({ client_id, client_secret }), { code: 'temporarily_unavailable', status: 503 });
});

function failing(why) {
  const fail = async () => {
    throw why;
  };
  return { get: fail, list: fail, commit: fail };
}
