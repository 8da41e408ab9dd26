// The laws of the store port on IndexedDB, in a real browser, with pages that race.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browse, pageOf } from './browser.mjs'
import { dist, serve } from './static.mjs'

/** Runs in the page: words for the laws, on a store of a name. */
const words = `
  const { IndexedDbStore } = await import('/stores/indexeddb.js')
  const any = { kind: 'any' }, absent = { kind: 'absent' }, keep = { kind: 'keep' }, del = { kind: 'delete' }
  const put = (text, expiresAt) => ({ kind: 'put', value: new TextEncoder().encode(text), ...(expiresAt !== undefined && { expiresAt }) })
  const is = ({ version }) => ({ kind: 'version', version })
  const texts = async (...keys) => (await store.get(keys)).map((entry) => entry && new TextDecoder().decode(entry.value))
  const keysOf = async (prefix, after, limit = 1000) => (await store.list(prefix, after, limit)).map(({ key }) => key)
  const one = (key, expect, action) => store.commit([{ key, expect, action }])
  const store = new IndexedDbStore(name)
`

async function opened(context) {
  const browser = await browse(context)
  const origin = await serve(context, dist, (_, pathname) => (pathname === '/' ? [200, { 'content-type': 'text/html' }, '<!doctype html>'] : undefined))
  const { page, profile } = await pageOf(browser, { bypassCSP: true })
  await page.goto(origin)
  /** Runs a body of \`words\` in a page and gives what it returns. */
  const run = (body, where = page, name = 'laws') => where.evaluate(`(async () => { const name = ${JSON.stringify(name)}; ${words}; ${body} })()`)
  const another = async () => {
    const next = await profile.newPage()
    await next.goto(origin)
    return next
  }
  return { page, run, another }
}

test('a commit takes effect exactly when all of its expectations hold, as a whole', async (context) => {
  const { run } = await opened(context)
  const outcome = await run(`
    const out = []
    out.push(await one('p/a', absent, put('1')))
    out.push(await store.commit([{ key: 'p/b', expect: absent, action: put('2') }, { key: 'p/a', expect: absent, action: put('3') }]))
    out.push(await texts('p/a', 'p/b', 'p/c'))
    const [first] = await store.get(['p/a'])
    out.push(await one('p/a', is(first), put('4')), await one('p/a', is(first), put('5')), await one('p/x', is(first), put('6')))
    out.push(await one('p/a', absent, keep), await one('p/n', absent, keep), await one('p/a', any, keep), await texts('p/a', 'p/n'))
    out.push(await one('p/a', any, del), await one('p/a', is(first), del), await texts('p/a'))
    return out
  `)
  assert.deepEqual(outcome, ['committed', 'conflict', ['1', undefined, undefined], 'committed', 'conflict', 'conflict', 'conflict', 'committed', 'committed', ['4', undefined], 'committed', 'conflict', [undefined]])
})

test('a version never comes twice, and a value comes back byte by byte, the largest commit too', async (context) => {
  const { run } = await opened(context)
  const outcome = await run(`
    const versions = new Set()
    for (let round = 0; round < 5; round += 1) {
      await one('p/a', any, put('same'))
      versions.add((await store.get(['p/a']))[0].version)
      await one('p/a', any, del)
    }
    const value = Uint8Array.from({ length: 8192 }, (_, index) => index)
    const many = Array.from({ length: 64 }, (_, index) => ({ key: 'p/' + index, expect: absent, action: { kind: 'put', value } }))
    const committed = await store.commit(many)
    value.fill(7)
    const back = await store.get(many.map(({ key }) => key))
    return [versions.size, committed, back.every((entry) => entry.value.every((byte, index) => byte === index % 256))]
  `)
  assert.deepEqual(outcome, [5, 'committed', true])
})

test('a list is in ascending order, after a key, within a prefix and a limit', async (context) => {
  const { run } = await opened(context)
  const [keys, ...lists] = await run(`
    const keys = ['p/b', 'p/a/2', 'p/a/10', 'p/a/1', 'p/a-', 'p/a0', 'p/aB', 'q/a', 'p/a/Z', 'p/a/_', 'p/a/z', 'p/a/zz']
    for (const key of keys) await one(key, absent, put(key))
    return [keys, await keysOf('p/a/'), await keysOf('p/a/', 'p/a/10'), await keysOf('p/a/', 'p/a/1', 2), await keysOf('p/a/', 'p/a/zz'), await keysOf('p/a/', 'p/'), await keysOf('p/'), await keysOf('p/a/', 'p/b')]
  `)
  const sorted = ['p/a/1', 'p/a/10', 'p/a/2', 'p/a/Z', 'p/a/_', 'p/a/z', 'p/a/zz']
  assert.deepEqual(lists, [sorted, sorted.slice(2), ['p/a/10', 'p/a/2'], [], sorted, keys.filter((key) => key.startsWith('p/')).sort(), []])
})

test('of two pages that race, every success counts, and no two decide on what the other changes', async (context) => {
  const { page, run, another } = await opened(context)
  const other = await another()
  await run(`await one('p/n', absent, put('0'))`)
  const increments = `
    for (let done = 0; done < 50; ) {
      const [entry] = await store.get(['p/n'])
      const next = Number(new TextDecoder().decode(entry.value)) + 1
      if ((await one('p/n', is(entry), put(String(next)))) === 'committed') done += 1
    }`
  await Promise.all([run(increments, page), run(increments, other)])
  assert.deepEqual(await run(`return texts('p/n')`), ['100'])
  const skew = (mine, its) => `
    const won = []
    for (let round = 0; round < 40; round += 1)
      won.push(await store.commit([{ key: 'p/${mine}' + round, expect: absent, action: put('x') }, { key: 'p/${its}' + round, expect: absent, action: keep }]))
    return won`
  const [one, two] = await Promise.all([run(skew('l', 'r'), page), run(skew('r', 'l'), other)])
  for (const [round, won] of one.entries()) assert.ok((won === 'committed') !== (two[round] === 'committed'), `round ${round}: ${won} and ${two[round]}`)
})

test('what was committed is there after the page was closed, and expires only when somebody says so', async (context) => {
  const { page, run, another } = await opened(context)
  await run(`await store.commit([{ key: 'p/a', expect: absent, action: put('soon', 1010) }, { key: 'p/b', expect: absent, action: put('late', 1011) }, { key: 'p/c', expect: absent, action: put('never') }])`)
  const other = await another()
  await page.close()
  assert.deepEqual(await run(`return texts('p/a', 'p/b', 'p/c')`, other), ['soon', 'late', 'never'])
  assert.deepEqual(await run(`await store.purgeExpired(1010); return texts('p/a', 'p/b', 'p/c')`, other), [undefined, 'late', 'never'])
})

test('a database that was closed or deleted under it is opened again', async (context) => {
  const { run } = await opened(context)
  const outcome = await run(`
    await one('p/a', absent, put('1'))
    await store.close()
    const kept = await texts('p/a')
    await new Promise((resolve, reject) => Object.assign(indexedDB.deleteDatabase(name), { onsuccess: resolve, onerror: reject }))
    return [kept, await texts('p/a'), await one('p/a', absent, put('2')), await texts('p/a')]
  `)
  assert.deepEqual(outcome, [['1'], [undefined], 'committed', ['2']])
})
