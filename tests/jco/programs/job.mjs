// The main job on a component that jco made JavaScript of: `node job.mjs <its module> blocking|promises`.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [engine, kind] = process.argv.slice(2)
const { instantiate } = await import(pathToFileURL(engine))
const compile = async (path) => WebAssembly.compile(await readFile(join(dirname(engine), path)))

const entries = new Map()
let puts = 0
const holds = ({ key, expect }) => {
  const entry = entries.get(key)
  if (expect.tag === 'absent') return entry === undefined
  return expect.tag === 'any' || entry?.version === expect.val
}
const store = {
  get: (keys) => keys.map((key) => entries.get(key)),
  list: (prefix, after, limit) =>
    [...entries]
      .filter(([key]) => key.startsWith(prefix) && key > (after ?? ''))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([key, entry]) => ({ key, entry })),
  commit(changes) {
    if (!changes.every(holds)) return 'conflict'
    for (const { key, action } of changes) {
      if (action.tag === 'put') entries.set(key, { value: action.val.value, version: String((puts += 1)) })
      if (action.tag === 'delete') entries.delete(key)
    }
    return 'committed'
  },
}

/** The same store, that answers later. */
const promising = Object.fromEntries(
  Object.entries(store).map(([name, ask]) => [name, async (...given) => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    return ask(...given)
  }]),
)

const unsupported = () => {
  throw { payload: { tag: 'unsupported' } }
}
const { serviceAccounts } = await instantiate(compile, {
  'badgehouse:service-accounts/store': kind === 'promises' ? promising : store,
  'badgehouse:service-accounts/crypto': { generate: unsupported, sign: unsupported, verify: unsupported },
  'wasi:clocks/wall-clock': { now: () => ({ seconds: BigInt(Math.floor(Date.now() / 1000)), nanoseconds: 0 }) },
  'wasi:random/random': { getRandomBytes: (length) => crypto.getRandomValues(new Uint8Array(Number(length))) },
})

let functions = 0
/** What a function answers. */
async function asked(answer) {
  functions += 1
  return answer
}
async function refused(code, answer) {
  functions += 1
  const told = (error) => assert.equal((error.payload ?? error).code, code) ?? true
  await assert.rejects(async () => answer(), told)
}

const badges = serviceAccounts.Engine.open({
  issuer: 'https://id.acme.com',
  audiences: [],
  contactDomain: 'svc.acme.com',
  sealingKeys: [Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')],
})
const levels = ['admin', 'directory'].map((tool) => ({ tool, level: 'admin', actions: [] }))
const administrator = { tag: 'actor', val: { company: 'acme', id: 'ada', kind: { tag: 'user', val: levels } } }
const wish = { appType: 'custom', name: 'Nightly export', metadata: [], dpopBoundAccessTokens: false }

const created = await asked(badges.createAccount(administrator, 'acme', wish))
const { clientId } = created.account
const credentials = { clientId, clientSecret: created.clientSecret, resources: [] }
const token = await asked(badges.requestToken(credentials))
const presented = { authorization: `Bearer ${token.accessToken}` }
const need = { company: 'acme', tool: 'rfis', level: 'read-only', project: 'p1' }
await refused('insufficient-scope', () => badges.authorize(presented, need))
const granted = { project: 'p1', levels: [{ tool: 'rfis', level: 'read-only', actions: [] }] }
await asked(badges.setPermissions(administrator, 'acme', clientId, { projects: [granted] }))
assert.equal((await asked(badges.authorize(presented, need))).level, 'read-only')
await refused('invalid-client', () => badges.requestToken({ ...credentials, clientSecret: `${created.clientSecret}!` }))
const { items } = await asked(badges.listAuditEvents(administrator, 'acme', {}))
assert.deepEqual(items.map(({ action }) => action), ['account.created', 'permissions.changed'])
console.log(`done, ${functions} functions`)
