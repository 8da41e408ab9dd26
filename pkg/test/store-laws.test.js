import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { BrokenLaw, checkCrash, checkRestore, checkStore, laws } from 'badgehouse/store-laws';
import { MemoryStore } from 'badgehouse/stores/memory';

import { plants, sound } from './planted.js';

// A list that is wrong is waited for; here nothing lags, so that waiting takes no time.
globalThis.setTimeout = (done) => setImmediate(done);

for (const law of laws) {
  const store = new MemoryStore();
  test(`the store in memory: ${law.name}`, () => law.check(() => store));
}

/** Laws that take longer than the others: of a fault that is not theirs they tell little. */
const LONG = ['Bounds', 'ListWhileWritten', 'ManyTasks', 'NewVersions', 'Snapshot'];

for (const { name, law, open } of plants()) {
  test(`a planted fault is caught: ${name}`, async () => {
    const tried = laws.filter(({ id }) => id === law || !LONG.includes(id));
    const broken = [];
    for (const { check } of tried) await check(open).catch((thrown) => broken.push(thrown));
    const caught = broken.map((thrown) => thrown.law);
    assert.ok(caught.includes(law), `not caught by ${law}, but by ${caught}`);
    assert.ok(caught.length < tried.length / 2, `so much is broken that the law proves little: ${broken.join('\n')}`);
  });
}

test('every law has a planted fault', () => {
  const planted = plants().map(({ law }) => law);
  assert.deepEqual(laws.map(({ id }) => id).filter((id) => !planted.includes(id)), []);
});

test('a counter that a restored backup sets back is caught', async () => {
  const log = [];
  const memory = new MemoryStore();
  const store = {
    ...sound(memory),
    commit(changes) {
      log.push(changes);
      return memory.commit(changes);
    },
  };
  let copy = [];
  const backup = () => {
    copy = [...log];
  };
  const restore = () => {
    const restored = new MemoryStore();
    for (const changes of copy) restored.commit(changes);
    return restored;
  };
  const report = await checkRestore(store, backup, restore);
  assert.deepEqual(report.broken.map(({ law }) => law), ['RestoredVersions']);
  assert.match(report.broken[0].seen, /puts before/);
  assert.throws(() => report.assertKept(), /broken law: a restored backup repeats no version/);
});

test('a commit that is written with the next is caught by a crash, and one that is written at once is not', async () => {
  for (const late of [true, false]) {
    const disk = [];
    let waiting = [];
    const open = () => {
      const memory = new MemoryStore();
      for (const changes of disk) memory.commit(changes);
      const commit = (changes) => {
        const outcome = memory.commit(changes);
        if (!late && outcome === 'committed') disk.push(changes);
        if (late && outcome === 'committed') [waiting] = [[changes], disk.push(...waiting)];
        return outcome;
      };
      return { ...sound(memory), commit };
    };
    const crash = () => {
      waiting = [];
    };
    const report = await checkCrash(open, crash);
    assert.deepEqual([report.kept, report.broken.map(({ law }) => law)], late ? [[], ['Durable']] : [['Durable'], []], String(report));
  }
});

test('a broken law says which, what was expected and what was seen', async () => {
  const { open } = plants().find(({ name }) => name === 'a keep is not checked');
  const law = laws.find(({ id }) => id === 'Keep');
  const broken = await law.check(open).catch((thrown) => thrown);
  assert.ok(broken instanceof BrokenLaw);
  assert.equal(
    broken.message,
    [
      'broken law: a kept entry is checked and stays as it is',
      '  expected: a keep that expects the last version where an entry was deleted: "conflict"',
      '  seen:     "committed"',
    ].join('\n'),
  );
});

test('a report tells which laws are kept, and of those that are broken how', async () => {
  const { open } = plants().find(({ name }) => name === 'a list has no versions');
  const report = await checkStore(open);
  assert.equal(report.kept.length + report.broken.length, laws.length);
  assert.ok(report.broken.some(({ law }) => law === 'ListEntries'));
  assert.equal(String(report), [`${report.kept.length} laws kept, ${report.broken.length} broken`, ...report.broken.map(({ message }) => message)].join('\n'));
});

test('what a store throws, and an answer of a wrong shape, is a broken law with its cause', async () => {
  const [law] = laws;
  const mine = new Error('connect ECONNREFUSED');
  const down = await law.check(() => Promise.reject(mine)).catch((thrown) => thrown);
  assert.deepEqual([down.law, down.expected, down.seen, down.cause], [law.id, 'an answer', 'it threw Error: connect ECONNREFUSED', mine]);
  for (const found of [undefined, 7, {}, [{}], [{ value: 'text', version: '1' }], [{ value: new Uint8Array(1), version: 1 }]]) {
    const wrong = { get: () => found, list: () => [], commit: () => 'committed' };
    await assert.rejects(law.check(() => wrong), BrokenLaw, JSON.stringify(found));
  }
  const yes = { get: () => [], list: () => [], commit: () => true };
  await assert.rejects(law.check(() => yes), { expected: '`committed` or `conflict` as the answer to a commit', seen: 'true' });
});

test('both handles are closed, of a broken law too, and none that was not opened', async () => {
  for (const store of [new MemoryStore(), { get: () => 7, list: () => [], commit: () => 'committed' }]) {
    const closed = [];
    let handles = 0;
    const open = () => ({ ...sound(store), number: (handles += 1) });
    await laws[0].check(open, ({ number }) => closed.push(number)).catch(() => undefined);
    assert.deepEqual(closed, [1, 2]);
  }
  const closed = [];
  const open = () => (closed.length > 0 || open.called ? Promise.reject(new Error('one is enough')) : ((open.called = true), new MemoryStore()));
  await assert.rejects(laws[0].check(open, (store) => closed.push(store)), BrokenLaw);
  assert.equal(closed.length, 1);
});

test('the laws are those of the kit in Rust, in its words', async () => {
  const rust = await readFile(new URL('../../tests/store-laws/src/law.rs', import.meta.url), 'utf8');
  const theirs = [...rust.matchAll(/Self::(\w+) => "([^"]+)"/g)].map(([, id, name]) => `${id}: ${name}`).sort();
  const ours = laws.map(({ id, name }) => `${id}: ${name}`).sort();
  assert.ok(theirs.length > 20);
  assert.deepEqual(ours, theirs.filter((law) => !/^(RestoredVersions|Durable):/.test(law)));
});
