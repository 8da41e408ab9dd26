// A Worker that tries its stores: `/d1/<law>` and `/objects/<law>` try a law, what else `answer` names is done with the same; `/object/<method>?name=` calls one object.
import { DurableObject } from 'cloudflare:workers';
import { checkRestore, laws } from 'badgehouse/store-laws';
import { D1Store, migrate } from 'badgehouse/stores/d1';
import { DurableObjectStore, PartitionedStore } from 'badgehouse/stores/durable-object';
import { add, NUMBER, take, textOf } from '../race.js';

export class Badges extends DurableObject {
  #store = new DurableObjectStore(this.ctx.storage);

  get(keys) {
    return this.#store.get(keys);
  }

  list(prefix, after, limit) {
    return this.#store.list(prefix, after, limit);
  }

  commit(changes) {
    return this.#store.commit(changes);
  }

  purgeExpired(second) {
    return this.#store.purgeExpired(second);
  }

  tables() {
    return [...this.ctx.storage.sql.exec("SELECT name FROM sqlite_schema WHERE name LIKE 'badgehouse%'")].map(({ name }) => name);
  }

  run(statement) {
    this.ctx.storage.sql.exec(statement);
  }

  rows() {
    return [...this.ctx.storage.sql.exec('SELECT * FROM badgehouse_entries')];
  }

  /** As after a restore: what was there before is gone. */
  restored(rows) {
    this.#store.commit([{ key: 'p/a', expect: { kind: 'any' }, action: { kind: 'put', value: new Uint8Array(1) } }]);
    this.ctx.storage.sql.exec('DELETE FROM badgehouse_entries');
    for (const row of rows) this.ctx.storage.sql.exec(INSERTED, ...COLUMNS.map((column) => row[column]));
  }

  /** As after an eviction, on the same storage. */
  again(keys) {
    return new DurableObjectStore(this.ctx.storage).get(keys).map((entry) => entry && [...entry.value]);
  }
}

const COLUMNS = ['key', 'value', 'version', 'expires_at'];
const INSERTED = `INSERT INTO badgehouse_entries (${COLUMNS}) VALUES (?, ?, ?, ?)`;

/** What a backup holds, put into a database, or an object, of its own: Cloudflare restores to a moment by itself, which its runtime does not do here. */
const restored = {
  async d1(env) {
    await migrate(env.RESTORED);
    let rows;
    const backup = async () => ({ results: rows } = await env.DB.prepare('SELECT * FROM badgehouse_entries').all());
    const restore = async () => {
      for (const row of rows) await env.RESTORED.prepare(INSERTED).bind(...COLUMNS.map((column) => row[column])).run();
      return new D1Store(env.RESTORED);
    };
    return checkRestore(new D1Store(env.DB), backup, restore);
  },
  async objects(env) {
    const [first, second] = [env.BADGES.getByName('first'), env.BADGES.getByName('second')];
    const backup = async () => second.restored(await first.rows());
    return checkRestore(first, backup, () => second);
  },
};

const stores = {
  d1: (env) => new D1Store(env.DB),
  objects: (env) => new PartitionedStore((partition) => env.BADGES.getByName(partition)),
};

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const [, which, what] = pathname.split('/');
    try {
      return Response.json((await answer(env, which, what, searchParams)) ?? null);
    } catch (error) {
      return Response.json({ code: error.code, message: error.message, stack: error.stack, cause: String(error.cause) }, { status: 500 });
    }
  },
};

async function answer(env, which, what, given) {
  if (what === 'migrate') return migrate(env.DB);
  if (which === 'object') return env.BADGES.getByName(given.get('name'))[what](...JSON.parse(given.get('given') ?? '[]'));
  const open = () => stores[which](env);
  const { times, own, other, second, key, expires } = Object.fromEntries(given);
  if (what === 'add') return add(open(), Number(times));
  if (what === 'read') return textOf((await open().get([NUMBER]))[0]);
  if (what === 'take') return take(open(), own, other, Number(times));
  if (what === 'put') return open().commit([{ key, expect: { kind: 'any' }, action: { kind: 'put', value: new Uint8Array(1), ...(expires && { expiresAt: Number(expires) }) } }]);
  if (what === 'purge') return open().purgeExpired(Number(second));
  if (what === 'keys') return (await open().list('e/', undefined, 10)).map(({ key }) => key);
  if (what === 'restore') return (await restored[which](env)).assertKept();
  if (what === 'run') return env.DB.prepare(given.get('statement')).run();
  return laws.find(({ id }) => id === what).check(open);
}
