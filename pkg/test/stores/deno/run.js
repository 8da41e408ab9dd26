// Deno's part of `deno-kv.test.js`: does one thing with a file of Deno KV, or with one in memory, and prints what came of it.
import { checkRestore, laws } from 'badgehouse/store-laws';
import { DenoKvStore } from 'badgehouse/stores/deno-kv';
import { add, NUMBER, take, textOf } from '../race.js';

const [what, path, ...given] = Deno.args;
const kv = await opened(path);
const store = new DenoKvStore(kv);
const bytes = new TextEncoder().encode('x');
const put = (key, expiresAt) => store.commit([{ key, expect: { kind: 'any' }, action: { kind: 'put', value: bytes, ...(expiresAt && { expiresAt }) } }]);
const there = async () => (await store.list('e/', undefined, 10)).map(({ key }) => key);

const does = {
  async laws() {
    const other = path === ':memory:' ? kv : await opened(path);
    for (const law of laws) {
      let turn = 0;
      const broken = await law.check(() => new DenoKvStore([kv, other][turn++ % 2])).then(() => null, ({ message }) => message);
      console.log(JSON.stringify([law.id, broken]));
    }
  },
  add: ([times]) => add(store, Number(times)),
  read: async () => console.log(textOf((await store.get([NUMBER]))[0])),
  take: async ([own, other, rounds]) => console.log(JSON.stringify(await take(store, own, other, Number(rounds)))),
  async restore([copy]) {
    const backup = async () => {
      for (const end of ['', '-wal', '-shm']) await Deno.copyFile(path + end, copy + end);
    };
    const report = await checkRestore(store, backup, async () => new DenoKvStore(await opened(copy)));
    console.log(JSON.stringify(report.broken.map(({ message }) => message)));
  },
  /** Until somebody kills it: ten keys in each commit, all with its number, which is told once the commit is answered. */
  async write([first]) {
    for (let number = Number(first); ; number += 1) {
      const action = { kind: 'put', value: new TextEncoder().encode(String(number)) };
      const outcome = await store.commit(Array.from({ length: 10 }, (_, key) => ({ key: `kill/${key}`, expect: { kind: 'any' }, action })));
      console.log(JSON.stringify([outcome, number]));
    }
  },
  written: async () => console.log(JSON.stringify((await store.get(Array.from({ length: 10 }, (_, key) => `kill/${key}`))).map(textOf))),
  /** By no clock: what has long expired is there until it is purged, and what was put anew stays. */
  async purge() {
    const long = 1_000_000;
    for (let number = 0; number < 100; number += 1) await put(`e/${number}`, long + (number % 2));
    await put('e/again', long);
    await put('e/again', long + 5);
    await put('e/kept', long);
    await put('e/kept');
    const before = (await store.list('e/', undefined, 1000)).length;
    await store.purgeExpired(long);
    const half = (await store.list('e/', undefined, 1000)).length;
    await store.purgeExpired(long + 4);
    const rest = await there();
    await store.purgeExpired(long + 5);
    console.log(JSON.stringify([before, half, rest, await there()]));
  },
};
await does[what](given);
Deno.exit();

/** While a file is being opened, Deno refuses it to another process. */
async function opened(file) {
  for (;;) {
    try {
      return await Deno.openKv(file);
    } catch (thrown) {
      if (!String(thrown.message).includes('database is locked')) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    }
  }
}
