// The reference server with the page, in a folder and on a port of its own.
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { client } from '../../pkg/dist/client.js'
import { dist } from './static.mjs'

const program = fileURLToPath(new URL('../../target/debug/badgehouse', import.meta.url))

/** Starts it; the test's end stops it. `link` makes a link for a company's administrator, with the options of `admin-link`. */
export async function start(context, { catalogue } = {}) {
  const home = await mkdtemp(join(tmpdir(), 'badgehouse-page-'))
  const at = await freePort()
  const issuer = `http://127.0.0.1:${at}`
  const env = { ...process.env, BADGEHOUSE_SEALING_KEY: randomBytes(32).toString('base64url') }
  const product = ['--store', 'badges.db', '--contact-domain', 'contacts.example.com']
  if (catalogue !== undefined) {
    await writeFile(join(home, 'catalogue.json'), JSON.stringify(catalogue))
    product.push('--catalogue', 'catalogue.json')
  }
  const options = ['--listen', `127.0.0.1:${at}`, '--native', '--page', `${dist}/page`]
  let running
  const run = async () => {
    running = spawn(program, ['serve', ...product, ...options], { cwd: home, env, stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve, reject) => {
      running.stdout.once('data', resolve)
      running.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    })
  }
  await run()
  context.after(async () => {
    running.kill()
    await rm(home, { recursive: true, force: true })
  })
  const link = async (...more) => {
    const given = ['admin-link', '--company', 'acme', ...product, '--issuer', issuer, ...more]
    const { stdout } = await promisify(execFile)(program, given, { cwd: home, env })
    return /https?:\S+/.exec(stdout)[0]
  }
  return {
    issuer,
    link,
    /** The company's accounts, as who has a link sees them. */
    accounts: async () => {
      const token = new URLSearchParams(new URL(await link()).hash.slice(1)).get('token')
      return client({ api: `${issuer}/badgehouse/v1`, company: 'acme', headers: { authorization: `Bearer ${token}` } })
    },
    /** Programs fetch tokens, some by a wrong secret. */
    use: async ({ main, erp }) => {
      const fetchToken = (id, secret) => fetch(`${issuer}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret }) })
      for (let count = 0; count < 24; count += 1) await fetchToken(main.client_id, main.client_secret)
      for (let count = 0; count < 5; count += 1) await fetchToken(erp.client_id, erp.client_secret)
      await fetchToken(main.client_id, erp.client_secret)
      // What was counted is written when the server ends, or some minutes later.
      await new Promise((resolve) => running.once('exit', resolve) && running.kill())
      await run()
    },
  }
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
