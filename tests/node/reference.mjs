// The reference server in a folder and on a port of its own, with accounts made through its admin API.

import { spawn, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = process.env.BADGEHOUSE_PROGRAM ?? join(root, 'target/debug/badgehouse')
const common = ['--store', 'badges.db', '--contact-domain', 'contacts.example.com']

/** Private keys that are there for the tests alone. */
export const keys = JSON.parse(await readFile(join(root, 'tests/keys.json'), 'utf8'))
const publicOf = ({ kty, crv, x, y, n, e }) => ({ kty, crv, x, y, n, e })

/** Starts it; `stop` ends it and removes the folder. `audiences` come after the issuer, which is the default. */
export async function start(...audiences) {
  const folder = await mkdtemp(join(tmpdir(), 'badgehouse-'))
  const env = { ...process.env, BADGEHOUSE_SEALING_KEY: randomBytes(32).toString('base64url') }
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const named = [issuer, ...audiences].flatMap((audience) => ['--audience', audience])
  const listening = ['--listen', `127.0.0.1:${port}`, '--native', ...named]
  const server = spawn(program, ['serve', ...common, ...listening], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const output of [server.stdout, server.stderr]) output.on('data', (text) => (log += text))
  await answers(`${issuer}/oauth/jwks`, server, () => log)
  const bootstrap = ['bootstrap', '--company', 'acme', '--name', 'Tester', ...common, '--issuer', issuer]
  const { stdout } = await promisify(execFile)(program, bootstrap, { cwd: folder, env })
  const admin = { id: /client_id=(\S+)/i.exec(stdout)[1], secret: /client_secret=(\S+)/i.exec(stdout)[1] }
  const bearer = (await token(issuer, admin.id, admin.secret, `${issuer}/admin`)).access_token
  const api = (method, path, body, headers = {}) => call(`${issuer}/badgehouse/v1/companies/acme${path}`, method, bearer, body, headers)
  return {
    issuer,
    admin,
    api,
    /** An account that may read RFIs, with its secret and the public half of the named keys. */
    async account(name, ...named) {
      const made = await api('POST', '/service-accounts', { app_type: 'custom', name })
      const path = `/service-accounts/${made.client_id}`
      for (const key of named) await api('POST', `${path}/keys`, { jwk: publicOf(keys[key]) })
      return { id: made.client_id, secret: made.client_secret, path }
    },
    async stop() {
      server.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function call(url, method, bearer, body, more) {
  const headers = { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }), ...more }
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** A token, by hand. */
export async function token(issuer, client_id, client_secret, resource) {
  const form = { grant_type: 'client_credentials', client_id, client_secret, ...(resource && { resource }) }
  const response = await fetch(`${issuer}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

async function answers(url, server, log) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`the server ended: ${log()}`)
    const there = await fetch(url).then((response) => response.ok, () => false)
    if (there) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the server does not answer: ${log()}`)
}

async function freePort() {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
