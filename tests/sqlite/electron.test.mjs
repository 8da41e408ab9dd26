// The program of docs/runtimes/electron.md, as it stands, in Node: Electron itself is in no registry, and what stands in for it here has its words alone.
import assert from 'node:assert/strict'
import { readFile, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { client } from '../../pkg/dist/client.js'
import { folder } from './drivers.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** As much of Electron as the program asks for; what it has said is told by `said`. */
const STAND_IN = `
export const said = {}
export const app = { whenReady: async () => {}, getPath: () => process.env.USER_DATA }
export const protocol = {
  registerSchemesAsPrivileged: (schemes) => (said.schemes = schemes),
  handle: (scheme, handler) => (said.handler = handler),
}
export const net = { fetch: async (url) => new Response(url) }
export const safeStorage = { encryptString: (text) => Buffer.from(text).reverse(), decryptString: (bytes) => String(Buffer.from(bytes).reverse()) }
export class BrowserWindow { loadURL(url) { said.url = url } }
`

test('the page on Electron leads to an account that its window makes', async (context) => {
  const home = await folder(context)
  const page = await readFile(here('../../docs/runtimes/electron.md'), 'utf8')
  const [, program] = /```js\n(.*?)```/s.exec(page)
  await mkdir(join(home, 'node_modules/electron'), { recursive: true })
  await symlink(here('../../pkg'), join(home, 'node_modules/badgehouse'))
  await writeFile(join(home, 'node_modules/electron/package.json'), '{"type":"module","exports":"./index.js"}')
  await writeFile(join(home, 'node_modules/electron/index.js'), STAND_IN)
  await writeFile(join(home, 'main.mjs'), program)
  process.env.USER_DATA = home
  await import(pathToFileURL(join(home, 'main.mjs')))
  const { said } = await import(pathToFileURL(join(home, 'node_modules/electron/index.js')))

  assert.equal(said.schemes[0].scheme, new URL(said.url).protocol.slice(0, -1))
  const at = (path) => said.handler(new Request(new URL(path, said.url)))
  assert.match(await (await at('/')).text(), /\/index\.html$/)
  assert.equal((await at('/sealing-key')).status, 404)
  const [, api, company] = /client\(\{ api: '([^']+)', company: '([^']+)' \}\)/.exec(page)
  const fetch = (url, given) => said.handler(new Request(url, given))
  const accounts = client({ api, company, fetch })
  await accounts.createAccount({ app_type: 'custom', name: 'Nightly sync' })
  assert.deepEqual((await accounts.listAccounts()).items.map(({ name }) => name), ['Nightly sync'])
  assert.equal((await stat(join(home, 'sealing-key'))).mode & 0o777, 0o600)
})
