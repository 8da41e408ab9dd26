// What a fresh process pays until its first token: `import 'badgehouse'`, `open` and `requestToken`, beside `import 'jose'`, a new key and one ES256 signature; a page until its first rule is
// checked. By hand, since a time is no test: `node tests/runtimes/opening.bench.mjs [rounds] [node|deno|bun|workerd|chromium…]`. Each round is one of each, in turn; printed are medians of processor time.
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { folder } from './folder.mjs'

const [rounds = 11, ...names] = process.argv.slice(2)
const options = {
  issuer: 'https://auth.acme.example',
  contactDomain: 'svc.acme.example',
  sealingKeys: ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio'],
}
const SHORT = ['node', 'workerd', 'chromium']
const made = await folder(names.length === 0 || names.some((name) => !SHORT.includes(name)))
await writeFile(join(made, 'opening/stored.mjs'), await stored())
const { MEASURED } = await import(pathToFileURL(join(made, 'opening.mjs')))

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]

for (const name of names.length === 0 ? Object.keys(MEASURED) : names) {
  const times = { nothing: [], jose: [], badgehouse: [] }
  for (let round = 0; round < rounds; round += 1) for (const program of Object.keys(times)) times[program].push(await MEASURED[name](program))
  const [nothing, jose, badgehouse] = Object.values(times).map(median)
  console.log(`${name.padEnd(8)} nothing ${nothing.toFixed(0)}, jose ${jose.toFixed(0)}, badgehouse ${badgehouse.toFixed(0)} ms of CPU: ${(badgehouse / jose).toFixed(2)} times what jose takes, in ${rounds} rounds`)
}

/** A store with an account and a signing key, as a module. */
async function stored() {
  const from = createRequire(join(made, 'package.json'))
  const { open, platform } = await import(pathToFileURL(from.resolve('badgehouse')))
  const { MemoryStore } = await import(pathToFileURL(from.resolve('badgehouse/stores/memory')))
  const memory = new MemoryStore()
  const read = new Set()
  const watched = {
    get: (keys) => (keys.forEach((key) => read.add(key)), memory.get(keys)),
    list: (...args) => memory.list(...args),
    commit: (changes) => memory.commit(changes),
  }
  const badges = await open({ ...options, store: watched })
  const { client_id, client_secret } = await badges.createAccount(platform, 'acme', { app_type: 'custom', name: 'Nightly sync' })
  await badges.requestToken({ client_id, client_secret })
  const entries = {}
  for (const key of read) {
    const [found] = await memory.get([key])
    if (found) entries[key] = { version: found.version, value: Buffer.from(found.value).toString('base64') }
  }
  return Object.entries({ options, entries, credentials: { client_id, client_secret } })
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}\n`)
    .join('')
}
