// One file, two engines: the reference server on the store in Rust, and the npm package on the store in JavaScript. What one of them wrote the other reads, at once.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { open } from '../../pkg/dist/index.inline.js'
import { SqliteStore } from '../../pkg/dist/stores/sqlite.js'
import { folder } from './drivers.mjs'

const program = fileURLToPath(new URL('../../target/debug/badgehouse', import.meta.url))
const skip = !existsSync(program) && 'there is no server: `cargo build -p badgehouse-server`'

const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin', rfis: 'admin' } }
const need = { company: 'acme', tool: 'rfis', level: 'read_only' }

const credentials = ({ client_id, client_secret }) => ({ client_id, client_secret })

/** A file, both engines on it under one sealing key, and the server's command line. */
async function both(context) {
  const home = await folder(context)
  const at = await freePort()
  const issuer = `http://127.0.0.1:${at}`
  const sealingKey = randomBytes(32).toString('base64url')
  const product = ['--store', join(home, 'badges.db'), '--contact-domain', 'contacts.example.com', '--issuer', issuer]
  const env = { ...process.env, BADGEHOUSE_SEALING_KEY: sealingKey }
  const command = async (...given) => (await promisify(execFile)(program, [...given, ...product], { env })).stdout
  const store = new SqliteStore(join(home, 'badges.db'))
  context.after(() => store.close())
  const badges = await open({ issuer, contactDomain: 'contacts.example.com', sealingKeys: [sealingKey], store })
  const serve = async () => {
    const running = spawn(program, ['serve', ...product, '--listen', `127.0.0.1:${at}`, '--native'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    context.after(() => running.kill())
    await new Promise((resolve, reject) => {
      running.stdout.once('data', resolve)
      running.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    })
  }
  const tokenOf = async ({ client_id, client_secret }, resource) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret, ...(resource && { resource }) })
    const response = await fetch(`${issuer}/oauth/token`, { method: 'POST', body })
    return { status: response.status, ...(await response.json()) }
  }
  return { home, issuer, badges, store, command, serve, tokenOf }
}

test('an account that Rust made is administered in JavaScript, while the server runs', { skip }, async (context) => {
  const { badges, command, serve, tokenOf } = await both(context)
  const made = Object.fromEntries((await command('bootstrap', '--company', 'acme', '--name', 'Nightly sync')).trimEnd().split('\n').map((line) => line.split('=')))
  await serve()

  const { access_token: first } = await tokenOf(made)
  await assert.rejects(badges.authorize(`Bearer ${first}`, need), { code: 'insufficient_scope' })
  await badges.setPermissions(ann, 'acme', made.client_id, { company: { rfis: 'read_only' } })
  const who = await badges.authorize(`Bearer ${(await tokenOf(made)).access_token}`, need)
  assert.equal(who.client_id, made.client_id)
  assert.equal((await badges.getAccount(ann, 'acme', made.client_id)).name, 'Nightly sync')

  const second = await badges.addSecret(ann, 'acme', made.client_id)
  assert.equal((await tokenOf({ ...made, client_secret: second.client_secret })).status, 200)
  const { items } = await badges.listSecrets(ann, 'acme', made.client_id)
  const { secret_id: earlier } = items.find(({ secret_id }) => secret_id !== second.secret_id)
  await badges.revokeSecret(ann, 'acme', made.client_id, earlier)
  const refused = await tokenOf(made)
  assert.deepEqual([refused.status, refused.error], [401, 'invalid_client'])
})

test('an account that JavaScript made is administered by the server, in a file that JavaScript made', { skip }, async (context) => {
  const { badges, command, issuer, serve, tokenOf } = await both(context)
  const made = await badges.createAccount(ann, 'acme', { app_type: 'custom', name: 'Nightly sync' })
  const { access_token } = await badges.requestToken(credentials(made))
  await serve()
  assert.equal((await tokenOf(made)).status, 200)

  const company = ['--company', 'acme']
  await command('permission', 'set', made.client_id, 'rfis:standard', ...company)
  assert.equal((await badges.authorize(`Bearer ${access_token}`, need)).client_id, made.client_id)
  assert.match(await command('account', 'list', ...company), /Nightly sync/)

  const administrator = await badges.bootstrap('acme', 'Administrator')
  const admin = await badges.requestToken({ ...credentials(administrator), resource: `${issuer}/admin` })
  const listed = await fetch(`${issuer}/badgehouse/v1/companies/acme/service-accounts`, { headers: { authorization: `Bearer ${admin.access_token}` } })
  assert.deepEqual((await listed.json()).items.map(({ name }) => name).sort(), ['Administrator', 'Nightly sync'])

  const { items: [{ secret_id: id }] } = await badges.listSecrets(ann, 'acme', made.client_id)
  await command('secret', 'revoke', made.client_id, id, '--yes', ...company)
  await assert.rejects(badges.requestToken(credentials(made)), { code: 'invalid_client' })
  await assert.rejects(badges.authorize(`Bearer ${access_token}`, need), { code: 'invalid_token' })
  await command('audit', 'verify', ...company)
})

test('rows have one form, whoever wrote them', { skip }, async (context) => {
  const { home, badges, command } = await both(context)
  await command('bootstrap', '--company', 'acme', '--name', 'Nightly sync')
  await badges.bootstrap('beta', 'Nightly sync')
  const database = new DatabaseSync(join(home, 'badges.db'))
  const rows = database.prepare('SELECT key, version, typeof(value) AS value, typeof(expires_at) AS expires FROM badgehouse_entries').all()
  database.close()
  const partitions = new Map()
  for (const { key, version, value, expires } of rows) {
    assert.match(version, /^[A-Za-z0-9_-]{22}$/, key)
    assert.equal(value, 'blob', key)
    assert.ok(['null', 'integer'].includes(expires), `${key}: ${expires}`)
    const [partition, ...rest] = key.split('/')
    const kinds = partitions.get(partition) ?? partitions.set(partition, []).get(partition)
    kinds.push(rest[0])
  }
  const [one, other] = [...partitions.values()].filter((kinds) => kinds.length > 2).map((kinds) => [...new Set(kinds)].sort())
  assert.deepEqual(one, other)
})

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
