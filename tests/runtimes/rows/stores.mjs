// The stores that need a runtime of their own, each there with every scenario. Those on SQLite and PostgreSQL have them in tests of their own.
import { mkdir, writeFile } from 'node:fs/promises'
import { NOT_IN_A_PAGE, hashOf, inChromium, inFirefox, served } from '../browsers.mjs'
import { at, run, scenarios, versionOf } from '../place.mjs'
import { answered } from '../workers.mjs'

const BINDINGS = { d1Databases: ['DB'], durableObjects: { BADGES: { className: 'Badges', useSQLite: true } } }

const inWorkerd = (path) => async () => ({ version: `workerd ${await versionOf('workerd', 'miniflare')}`, ran: scenarios(await answered('answer.stores', path, BINDINGS)) })

async function inDeno() {
  const deno = at('node_modules/@deno/linux-x64-glibc/deno')
  const [, version] = (await run(deno, ['--version'])).split(' ')
  return { version: `Deno ${version}`, ran: scenarios(await run(deno, ['run', '--no-prompt', '--no-remote', '--unstable-kv', 'programs/print.deno-kv.mjs'])) }
}

const inPage = (name, browser) => async () => {
  const file = (name) => `/node_modules/badgehouse/dist/${name}.js`
  const entries = { badgehouse: 'index.fetch', 'badgehouse/authorize': 'authorize.fetch', 'badgehouse/rules': 'rules.fetch', 'badgehouse/stores/memory': 'stores/memory', 'badgehouse/stores/indexeddb': 'stores/indexeddb' }
  const imports = JSON.stringify({ imports: Object.fromEntries(Object.entries(entries).map(([entry, of]) => [entry, file(of)])) })
  await mkdir(at('plain-indexeddb'), { recursive: true })
  await writeFile(at('plain-indexeddb/index.html'), `<!doctype html><title>Scenarios</title><script type="importmap">${imports}</script><script type="module" src="/programs/page.indexeddb.mjs"></script><body>`)
  const { version, text } = await served(at(), (origin) => browser(`${origin}/plain-indexeddb/`), ` ${hashOf(imports)}`)
  return { version: `${name} ${version}`, ran: scenarios(text, NOT_IN_A_PAGE) }
}

export const rows = [
  { kind: 'store', name: 'D1', tried: inWorkerd('/d1') },
  { kind: 'store', name: 'Durable Objects', tried: inWorkerd('/objects') },
  { kind: 'store', name: 'Deno KV', tried: inDeno },
  { kind: 'store', name: 'IndexedDB in Chromium', tried: inPage('Chromium', inChromium) },
  { kind: 'store', name: 'IndexedDB in Firefox', tried: inPage('Firefox', inFirefox) },
]
