// What lies where: a store of many stores, and reads of two partitions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laws } from 'badgehouse/store-laws';
import { DenoKvStore } from 'badgehouse/stores/deno-kv';
import { PartitionedStore } from 'badgehouse/stores/durable-object';
import { MemoryStore } from 'badgehouse/stores/memory';

const put = (key) => ({ key, expect: { kind: 'absent' }, action: { kind: 'put', value: new TextEncoder().encode(key) } });

for (const law of laws) {
  test(`a store for each partition: ${law.name}`, () => {
    const stores = new Map();
    return law.check(() => new PartitionedStore((partition) => stores.get(partition) ?? stores.set(partition, new MemoryStore()).get(partition)));
  });
}

test('a get of two partitions asks each for its own, and answers in the order asked', async () => {
  const asked = [];
  const stores = { a: new MemoryStore(), b: new MemoryStore() };
  const spied = (name) => ({ get: (keys) => (asked.push(keys), stores[name].get(keys)) });
  stores.a.commit([put('a/1'), put('a/2')]);
  stores.b.commit([put('b/1')]);
  const found = await new PartitionedStore(spied).get(['a/1', 'b/2', 'b/1', 'a/2', 'a/1']);
  assert.deepEqual(asked, [['a/1', 'a/2', 'a/1'], ['b/2', 'b/1']]);
  assert.deepEqual(found.map((entry) => entry && new TextDecoder().decode(entry.value)), ['a/1', undefined, 'b/1', 'a/2', 'a/1']);
});

test('what stays inside no partition, and an answer that does not fit, are refused', async () => {
  const store = new PartitionedStore(() => ({ get: () => [] }));
  await assert.rejects(store.commit([put('a/1'), put('b/1')]), { code: 'broken', message: /inside one partition/ });
  await assert.rejects(store.get(['a/1']), { code: 'broken' });
});

test('Deno KV is asked for ten keys of one partition at most, so that a get of two is a snapshot of each', async () => {
  const asked = [];
  const kv = { getMany: async (keys) => (asked.push(keys.map((key) => key.at(-1))), keys.map((key) => ({ key, value: null, versionstamp: null }))) };
  const own = Array.from({ length: 12 }, (_, index) => `acme/${index}`);
  await new DenoKvStore(kv).get(['keys/ring', ...own.slice(0, 9), 'keys/issuer/x']);
  assert.deepEqual(asked, [['keys/ring', 'keys/issuer/x'], own.slice(0, 9)]);
  asked.length = 0;
  await new DenoKvStore(kv).get(own);
  assert.deepEqual(asked, [own.slice(0, 10), own.slice(10)]);
});
