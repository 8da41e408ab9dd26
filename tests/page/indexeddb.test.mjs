// The laws of the store port on IndexedDB, in a real browser, with pages that race.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browse, pageOf } from './browser.mjs'
import { dist, serve } from './static.mjs'

/** Runs in the page: words for the laws, on a store of a name. */
const words = `
  const { IndexedDbStore } = await import('/stores/indexeddb.js')
  const any = { kind: 'any' }, absent = { kind: 'absent' }, keep = { kind: 'keep' }
  const put = (text, expiresAt) => ({ kind: 'put', value: new TextEncoder().encode(text), ...(expiresAt !== undefined && { expiresAt }) })
  const is = ({ version }) => ({ kind: 'version', version })
  const texts = async (...keys) => (await store.get(keys)).map((entry) => entry && new TextDecoder().decode(entry.value))
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

test('it keeps the laws, by two connections to one database', async (context) => {
  const { run } = await opened(context)
  const report = await run(`
    const { checkStore } = await import('/store-laws.js')
    return String(await checkStore(() => new IndexedDbStore(name), (store) => store.close()))
  `)
  assert.equal(report, '23 laws kept, 0 broken')
})

test('after a copy of the database was put back no version comes again', async (context) => {
  const { run } = await opened(context)
  const report = await run(`
    const { checkRestore } = await import('/store-laws.js')
    const ended = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }))
    const rows = async (name) => (await ended(indexedDB.open(name))).transaction('rows', 'readwrite').objectStore('rows')
    const restored = new IndexedDbStore('restored')
    const backup = async () => {
      const from = await rows(name)
      const [keys, values] = await Promise.all([ended(from.getAllKeys()), ended(from.getAll())])
      await restored.get(['p/a'])
      const to = await rows('restored')
      await Promise.all(keys.map((key, index) => ended(to.put(values[index], key))))
    }
    return String(await checkRestore(store, backup, () => restored))
  `)
  assert.equal(report, '1 laws kept, 0 broken')
})

test('bytes that a caller changes afterwards are its own', async (context) => {
  const { run } = await opened(context)
  const back = await run(`
    const value = new TextEncoder().encode('mine')
    await store.commit([{ key: 'p/a', expect: absent, action: { kind: 'put', value } }])
    value.fill(0)
    ;(await store.get(['p/a']))[0].value.fill(0)
    return texts('p/a')
  `)
  assert.deepEqual(back, ['mine'])
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
