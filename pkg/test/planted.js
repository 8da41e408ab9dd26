// Stores with one planted fault each, and the law that has to catch it. What a fault does not override is a sound store in memory.
import { MemoryStore } from 'badgehouse/stores/memory';

/** A fault: what is wrong, which law is meant for it, and how to open a handle. */
export function plants() {
  return [
    plant('a get answers in key order', 'GetOrder', (store) => ({ get: (keys) => store.get([...keys].sort()) })),
    plant('a get leaves out what is absent, to the end', 'GetOrder', (store) => ({
      get: (keys) => store.get(keys).sort((one, other) => Number(one === undefined) - Number(other === undefined)),
    })),
    plant('values are kept as text', 'RoundTrip', valued((value) => new TextEncoder().encode(new TextDecoder().decode(value)))),
    plant('an empty value is nothing', 'RoundTrip', (store) => ({
      get: (keys) => store.get(keys).map((entry) => (entry?.value.length === 0 ? undefined : entry)),
    })),
    plant('keys are cut at 255 bytes', 'Bounds', (store) => ({
      commit: (changes) => store.commit(changes.map((change) => ({ ...change, key: change.key.slice(0, 255) }))),
    })),
    plant('values are cut at 32,767 bytes', 'Bounds', valued((value) => value.slice(0, 32_767))),
    plant('a page has at most 500 entries', 'Bounds', (store) => ({ list: (prefix, after, limit) => store.list(prefix, after, Math.min(limit, 500)) })),
    plant('a get has at most 99 keys', 'Bounds', (store) => ({
      get(keys) {
        if (keys.length > 99) throw new Error('too many parameters');
        return store.get(keys);
      },
    })),
    plant('a get ends at a megabyte', 'Bounds', (store) => ({ get: (keys) => megabyte(store.get(keys)) })),
    plant('a page ends at a megabyte', 'Bounds', paged((page) => megabyte(page).filter((listed) => listed !== undefined))),
    plant('a commit takes 32 checks', 'Bounds', (store) => ({
      commit(changes) {
        if (changes.filter(({ expect }) => expect.kind === 'version').length > 32) throw new Error('too many conditions');
        return store.commit(changes);
      },
    })),
    eachHandle('a handle reads from its cache', 'StrongRead', cached),
    plant('a commit is applied in two halves', 'Snapshot', (store) => ({ commit: inTurn((changes) => inHalves(store, changes)) })),
    plant('a get reads key by key', 'Snapshot', (store) => ({
      async get(keys) {
        const found = [];
        for (const key of keys) {
          found.push(...store.get([key]));
          await turn();
        }
        return found;
      },
    })),
    plant('absence is not checked', 'Expectations', (store) => ({
      commit: (changes) => store.commit(changes.map((change) => (expectsAbsence(change) ? unchecked(change) : change))),
    })),
    plant('a version fits where nothing is', 'Expectations', (store) => ({
      commit: (changes) => store.commit(changes.map((change) => (store.get([change.key])[0] === undefined ? unchecked(change) : change))),
    })),
    plant('a delete of nothing conflicts', 'Expectations', (store) => ({
      commit: (changes) =>
        changes.some(({ key, action }) => action.kind === 'delete' && store.get([key])[0] === undefined) ? 'conflict' : store.commit(changes),
    })),
    plant('a keep is not checked', 'Keep', (store) => ({ commit: (changes) => store.commit(withoutKeeps(changes)) })),
    plant('a keep writes the entry anew', 'Keep', (store) => ({
      commit(changes) {
        const touching = changes.map((change) => {
          const found = change.action.kind === 'keep' ? store.get([change.key])[0] : undefined;
          return found === undefined ? change : { ...change, action: { kind: 'put', value: found.value } };
        });
        return store.commit(touching);
      },
    })),
    plant('changes before a conflict stay', 'AllOrNothing', (store) => ({
      commit: (changes) => (changes.every((change) => store.commit([change]) === 'committed') ? 'committed' : 'conflict'),
    })),
    plant('the second half of a commit waits for somebody to ask for the answer', 'AbandonedCommit', lazy),
    plant('versions are checked before the commit', 'NoLostUpdate', (store) => ({
      commit: checksFirst(store, () => true, (changes) => changes.map(unchecked)),
    })),
    plant('absence is checked before the commit', 'OneCreator', (store) => ({
      commit: checksFirst(store, expectsAbsence, (changes) => changes.map((change) => (expectsAbsence(change) ? unchecked(change) : change))),
    })),
    plant('keeps are checked before the commit', 'OneInstant', (store) => ({ commit: checksFirst(store, keeps, withoutKeeps) })),
    plant('the row of a keep is locked, but what is absent has none', 'OneInstant', (store) => ({
      commit: checksFirst(store, keptAbsent, (changes) => changes.filter((change) => !keptAbsent(change))),
    })),
    plant('of commits that meet nobody knows what became', 'OneCreator', raceless),
    plant("a version is a count since the key's creation", 'NewVersions', renamed((before) => String(Number(before ?? 0) + 1))),
    plant("a version is the value's fingerprint", 'NewVersions', renamed((_, value) => String(value))),
    plant('a list ignores case in its order', 'ListOrder', paged((page) => page.sort((one, other) => (lower(one) < lower(other) ? -1 : 1)))),
    plant('a list is in the order of a language', 'ListOrder', paged((page) => page.sort((one, other) => one.key.localeCompare(other.key, 'en')))),
    plant('a list looks at 64 characters of a name', 'ListOrder', (store) => ({
      list(prefix, after, limit) {
        const name = ({ key }) => key.slice(prefix.length, prefix.length + 64);
        return store.list(prefix, after, limit).reverse().sort((one, other) => (name(one) < name(other) ? -1 : Number(name(one) > name(other))));
      },
    })),
    plant('a list is in descending order', 'ListOrder', paged((page) => page.reverse())),
    plant('a prefix is a LIKE pattern', 'ListPrefix', (store) => ({
      list: (prefix, after, limit) => filtered(store, prefix, after, limit, ({ key }) => like(prefix).test(key)),
    })),
    plant('a prefix is a folder', 'ListPrefix', (store) => ({
      list: (prefix, after, limit) =>
        filtered(store, prefix, after, limit, ({ key }) => key.startsWith(prefix) && (prefix.endsWith('/') || /^(\/|$)/.test(key.slice(prefix.length)))),
    })),
    plant('a page begins at the given key', 'ListPages', (store) => ({
      list: (prefix, after, limit) => store.list(prefix, undefined, 1000).filter(({ key }) => after === undefined || key >= after).slice(0, limit),
    })),
    plant('a page is one short', 'ListPages', (store) => ({
      list: (prefix, after, limit) => store.list(prefix, after, after !== undefined && limit > 2 ? limit - 1 : limit),
    })),
    plant('a list has no versions', 'ListEntries', paged((page) => page.map((listed) => ({ ...listed, version: '' })))),
    plant('a list has the first values', 'ListEntries', firstValues),
    plant('a page begins at a position', 'ListWhileWritten', byPosition),
    plant('partitions ignore case', 'Partitions', (store) => ({
      get: (keys) => store.get(keys.map(lowerPartition)),
      commit: (changes) => store.commit(changes.map((change) => ({ ...change, key: lowerPartition(change.key) }))),
    })),
    plant('seconds are taken for milliseconds', 'NotHiddenEarly', expiring((_, second) => second && Math.floor(second / 1000))),
    plant('seconds are kept in 32 bits', 'NotHiddenEarly', expiring((_, second) => second && second | 0)),
    plant('the first expiry stays', 'NotHiddenEarly', (store) => {
      const first = new Map();
      return expiring((key, second) => first.set(key, first.has(key) ? first.get(key) : second).get(key))(store);
    }),
    plant("the store's clock is ten minutes ahead", 'NotHiddenEarly', () => ({}), new MemoryStore({ clock: () => Date.now() / 1000 + 600 })),
    ownClocks(),
    plant('an expired entry is hidden, yet there', 'HiddenIsAbsent', hiddenYetThere, new MemoryStore({ clock: () => 0 })),
    plant('commits are dropped under load', 'ManyTasks', dropping),
  ];
}

function plant(name, law, fault, store = new MemoryStore()) {
  const planted = { ...sound(store), ...fault(store) };
  return { name, law, open: () => planted };
}

/** Each handle hides by its own clock, in gets and commits alike; every other one's stands still. */
function ownClocks() {
  const store = new MemoryStore({ clock: () => 0 });
  const expires = new Map();
  let handles = 0;
  const open = () => {
    const isRight = (handles += 1) % 2 === 1;
    const hides = (key) => isRight && expires.get(key) <= Date.now() / 1000;
    return {
      ...sound(store),
      get: (keys) => store.get(keys).map((entry, index) => (hides(keys[index]) ? undefined : entry)),
      commit(changes) {
        for (const { key } of changes) if (hides(key)) store.commit([{ key, expect: { kind: 'any' }, action: { kind: 'delete' } }]);
        const outcome = store.commit(changes);
        for (const { key, action } of changes) if (outcome === 'committed' && action.kind === 'put') expires.set(key, action.expiresAt);
        return outcome;
      },
    };
  };
  return { name: 'each handle goes by a clock of its own', law: 'HiddenEverywhere', open };
}

/** A fault of a handle: each has a state of its own, on one store. */
function eachHandle(name, law, fault) {
  const store = new MemoryStore();
  return { name, law, open: () => ({ ...sound(store), ...fault(store) }) };
}

export function sound(store) {
  return {
    get: (keys) => store.get(keys),
    list: (prefix, after, limit) => store.list(prefix, after, limit),
    commit: (changes) => store.commit(changes),
  };
}

const turn = () => Promise.resolve();
const keeps = ({ action }) => action.kind === 'keep';
const expectsAbsence = ({ expect }) => expect.kind === 'absent';
const keptAbsent = (change) => keeps(change) && expectsAbsence(change);
const unchecked = (change) => ({ ...change, expect: { kind: 'any' } });
const withoutKeeps = (changes) => changes.filter((change) => !keeps(change));
const lower = ({ key }) => key.toLowerCase();
const lowerPartition = (key) => key.replace(/^[^/]*/, (partition) => partition.toLowerCase());

/** Whether all expectations hold now, which says nothing of a moment later. */
function hold(store, changes) {
  return changes.every(({ key, expect }) => {
    const [found] = store.get([key]);
    return expect.kind === 'any' || (expect.kind === 'absent' ? found === undefined : found?.version === expect.version);
  });
}

/** Checks the `early` ones, and commits the `rest` a moment later. */
function checksFirst(store, early, rest) {
  return async (changes) => {
    if (!hold(store, changes.filter(early))) return 'conflict';
    await turn();
    return store.commit(rest(changes));
  };
}

/** Writers take turns, readers do not wait for them. */
function inTurn(commit) {
  let last = turn();
  return (changes) => (last = last.then(() => commit(changes)));
}

async function inHalves(store, changes) {
  if (!hold(store, changes)) return 'conflict';
  store.commit(changes.slice(0, changes.length / 2).map(unchecked));
  await turn();
  return store.commit(changes.slice(changes.length / 2).map(unchecked));
}

/** As a builder of queries, which sends nothing before it is awaited. */
function lazy(store) {
  return {
    commit(changes) {
      const holds = hold(store, changes);
      if (holds) store.commit(changes.slice(0, 1).map(unchecked));
      const rest = () => (holds ? store.commit(changes.slice(1).map(unchecked)) : 'conflict');
      return { then: (resolve, reject) => turn().then(rest).then(resolve, reject) };
    },
  };
}

/** As a database that aborts both of two transactions that meet. */
function raceless(store) {
  const underWay = new Set();
  return {
    async commit(changes) {
      const mine = { met: underWay.size > 0 };
      for (const other of underWay) other.met = true;
      underWay.add(mine);
      await turn();
      underWay.delete(mine);
      if (mine.met) throw new Error('deadlock detected');
      return store.commit(changes);
    },
  };
}

/** What a handle has read it reads again, until it writes itself. */
function cached(store) {
  const seen = new Map();
  return {
    get(keys) {
      for (const [index, found] of store.get(keys).entries()) if (!seen.has(keys[index])) seen.set(keys[index], found);
      return keys.map((key) => seen.get(key));
    },
    commit(changes) {
      seen.clear();
      return store.commit(changes);
    },
  };
}

function valued(value) {
  const put = (action) => (action.kind === 'put' ? { ...action, value: value(action.value) } : action);
  return (store) => ({ commit: (changes) => store.commit(changes.map((change) => ({ ...change, action: put(change.action) }))) });
}

function expiring(expiry) {
  const put = (key, { expiresAt, ...action }) => (action.kind === 'put' ? { ...action, expiresAt: expiry(key, expiresAt) } : action);
  return (store) => ({ commit: (changes) => store.commit(changes.map((change) => ({ ...change, action: put(change.key, change.action) }))) });
}

function paged(page) {
  return (store) => ({ list: (prefix, after, limit) => page(store.list(prefix, after, limit)) });
}

function filtered(store, prefix, after, limit, fits) {
  return store.list(prefix.slice(0, prefix.indexOf('/') + 1), after, 1000).filter(fits).slice(0, limit);
}

/** `key LIKE prefix || '%'`: `_` is any character, `%` any text. */
function like(pattern) {
  return new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('_', '.').replaceAll('%', '.*')}`);
}

/** What goes into a megabyte; nothing of the rest. */
function megabyte(found) {
  let bytes = 0;
  return found.map((entry) => ((bytes += entry?.value.length ?? 0) > 2 ** 20 ? undefined : entry));
}

/** `OFFSET`: a page that follows another begins behind as many entries as that ended at. */
function byPosition(store) {
  const ends = new Map();
  return {
    list(prefix, after, limit) {
      const all = store.list(prefix, undefined, Infinity);
      const start = ends.get(`${prefix} ${after}`) ?? all.length - store.list(prefix, after, Infinity).length;
      const page = all.slice(start, start + limit);
      if (page.length > 0) ends.set(`${prefix} ${page.at(-1).key}`, start + page.length);
      return page;
    },
  };
}

/** An index beside the entries, which is written when a key comes and never again. */
function firstValues(store) {
  const index = new Map();
  return {
    list: (prefix, after, limit) => store.list(prefix, after, limit).map((listed) => ({ ...listed, ...index.get(listed.key) })),
    commit(changes) {
      const outcome = store.commit(changes);
      for (const { key } of changes) if (outcome === 'committed' && !index.has(key)) index.set(key, store.get([key])[0]);
      return outcome;
    },
  };
}

/** A get looks at the clock, a commit does not. */
function hiddenYetThere(store) {
  const expired = new Set();
  return {
    get: (keys) => store.get(keys).map((entry, index) => (expired.has(keys[index]) ? undefined : entry)),
    commit(changes) {
      for (const { key, action } of changes) if (action.kind === 'put') expired[action.expiresAt < 1_000_000_000 ? 'add' : 'delete'](key);
      return store.commit(changes);
    },
  };
}

/** More than ten commits at once, and it says yes to those that it has no room for. */
function dropping(store) {
  let underWay = 0;
  return {
    async commit(changes) {
      underWay += 1;
      const number = underWay;
      await turn();
      underWay -= 1;
      return number > 10 ? 'committed' : store.commit(changes);
    },
  };
}

/** A sound store that shows other versions than its own: what `version` makes of the one before and of the value. */
export function renamed(version) {
  return (store) => {
    const shown = new Map();
    const rename = (entry, key) => entry && { ...entry, version: shown.get(key) ?? '' };
    return {
      get: (keys) => store.get(keys).map((entry, index) => rename(entry, keys[index])),
      list: (prefix, after, limit) => store.list(prefix, after, limit).map((listed) => rename(listed, listed.key)),
      commit(changes) {
        const holds = ({ key, expect }) => expect.kind === 'any' || (expect.kind === 'absent' ? !shown.has(key) : shown.get(key) === expect.version);
        if (!changes.every(holds)) return 'conflict';
        for (const { key, action } of changes) {
          if (action.kind === 'put') shown.set(key, version(shown.get(key), action.value));
          if (action.kind === 'delete') shown.delete(key);
        }
        return store.commit(changes.map(unchecked));
      },
    };
  };
}
