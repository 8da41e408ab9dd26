import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStore } from 'badgehouse/stores/memory';

const bytes = (text) => new TextEncoder().encode(text);
const any = { kind: 'any' };
const absent = { kind: 'absent' };
const put = (text, expiresAt) => ({ kind: 'put', value: bytes(text), expiresAt });

test('a commit takes effect as a whole or not at all', () => {
  const store = new MemoryStore();
  assert.equal(store.commit([{ key: 'p/a', expect: absent, action: put('1') }]), 'committed');
  const torn = [
    { key: 'p/b', expect: absent, action: put('2') },
    { key: 'p/a', expect: absent, action: put('3') },
  ];
  assert.equal(store.commit(torn), 'conflict');
  assert.deepEqual(read(store, 'p/a', 'p/b'), ['1', undefined]);
});

test('an expected version is the last put, and none other', () => {
  const store = new MemoryStore();
  store.commit([{ key: 'p/a', expect: any, action: put('1') }]);
  const [first] = store.get(['p/a']);
  const replace = (version) => store.commit([{ key: 'p/a', expect: { kind: 'version', version }, action: put('2') }]);
  assert.equal(replace(first.version), 'committed');
  assert.equal(replace(first.version), 'conflict');
  assert.equal(store.commit([{ key: 'p/x', expect: { kind: 'version', version: first.version }, action: put('3') }]), 'conflict');
});

test('a version never comes twice, not even after the key was deleted', () => {
  const store = new MemoryStore();
  const versions = new Set();
  for (let round = 0; round < 5; round += 1) {
    store.commit([{ key: 'p/a', expect: any, action: put('same') }]);
    versions.add(store.get(['p/a'])[0].version);
    store.commit([{ key: 'p/a', expect: any, action: { kind: 'delete' } }]);
    assert.deepEqual(store.get(['p/a']), [undefined]);
  }
  assert.equal(versions.size, 5);
});

test('keeping checks and changes nothing', () => {
  const store = new MemoryStore();
  assert.equal(store.commit([{ key: 'p/a', expect: absent, action: { kind: 'keep' } }]), 'committed');
  assert.deepEqual(store.get(['p/a']), [undefined]);
});

test('a list is in ascending order, after a key, within a prefix and a limit', () => {
  const store = new MemoryStore();
  const keys = ['p/b', 'p/a/2', 'p/a/10', 'p/a/1', 'p/a-', 'p/a0', 'p/aB', 'q/a', 'p/a/Z', 'p/a/_'];
  for (const key of keys) store.commit([{ key, expect: absent, action: put(key) }]);
  const list = (prefix, after, limit = 100) => store.list(prefix, after, limit).map(({ key }) => key);
  assert.deepEqual(list('p/a/'), ['p/a/1', 'p/a/10', 'p/a/2', 'p/a/Z', 'p/a/_']);
  assert.deepEqual(list('p/a/', 'p/a/10'), ['p/a/2', 'p/a/Z', 'p/a/_']);
  assert.deepEqual(list('p/a/', 'p/a/1', 2), ['p/a/10', 'p/a/2']);
  assert.deepEqual(list('p/a/', 'p/a/_'), []);
  assert.deepEqual(list('p/a/', 'p/'), list('p/a/'));
  assert.deepEqual(list('p/'), keys.filter((key) => key.startsWith('p/')).sort());
  store.commit([{ key: 'p/a/10', expect: any, action: { kind: 'delete' } }]);
  assert.deepEqual(list('p/a/', undefined, 2), ['p/a/1', 'p/a/2']);
  assert.deepEqual(store.list('p/a/', undefined, 1)[0].value, bytes('p/a/1'));
});

test('an entry is there until the second it expires in', () => {
  let now = 1000;
  const store = new MemoryStore({ clock: () => now });
  store.commit([
    { key: 'p/a', expect: absent, action: put('soon', 1010) },
    { key: 'p/b', expect: absent, action: put('late', 1020) },
    { key: 'p/c', expect: absent, action: put('never') },
  ]);
  now = 1009;
  assert.deepEqual(read(store, 'p/a', 'p/b', 'p/c'), ['soon', 'late', 'never']);
  now = 1010;
  assert.deepEqual(read(store, 'p/a', 'p/b', 'p/c'), [undefined, 'late', 'never']);
  assert.equal(store.commit([{ key: 'p/a', expect: absent, action: put('again') }]), 'committed');
  now = 5000;
  assert.deepEqual(store.list('p/', undefined, 10).map(({ key }) => key), ['p/a', 'p/c']);
});

test('bytes that a caller changes afterwards are its own', () => {
  const store = new MemoryStore();
  const value = bytes('mine');
  store.commit([{ key: 'p/a', expect: absent, action: { kind: 'put', value } }]);
  value.fill(0);
  store.get(['p/a'])[0].value.fill(0);
  store.list('p/', undefined, 1)[0].value.fill(0);
  assert.deepEqual(read(store, 'p/a'), ['mine']);
});

function read(store, ...keys) {
  return store.get(keys).map((entry) => entry && new TextDecoder().decode(entry.value));
}
