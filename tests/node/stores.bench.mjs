// How long a token and a new account take on each of several stores, over HTTP, by one client, a token also by sixteen at once. By hand, since a time is no test:
// node tests/node/stores.bench.mjs PROGRAM STORE... [--requests N], with an empty store each, a file or the URL of a database that has no tables.

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({ options: { requests: { type: 'string', default: '500' } }, allowPositionals: true })
const [program, ...stores] = positionals
if (!stores.length) throw new Error('name the server and stores: node tests/node/stores.bench.mjs target/release/badgehouse badges.db postgres://…')

const folder = mkdtempSync(join(tmpdir(), 'badgehouse-stores-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
const key = join(folder, 'sealing.key')
writeFileSync(key, 'KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio\n', { mode: 0o600 })

/** A server on that store, and the two calls at it. */
async function serving(store) {
  const environment = { ...process.env, BADGEHOUSE_STORE: store }
  const run = (...given) => execFileSync(program, given, { env: environment, encoding: 'utf8' })
  const options = ['--contact-domain', 'svc.acme.example', '--sealing-key-file', key, '--issuer', 'http://127.0.0.1']
  run('migrate')
  const made = Object.fromEntries(run('bootstrap', '--company', 'acme', '--name', 'First', ...options).trim().split('\n').map((line) => line.split('=')))
  const server = spawn(program, ['serve', '--native', '--listen', '127.0.0.1:0', ...options], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  process.on('exit', () => server.kill())
  const line = String(await new Promise((done) => server.stdout.once('data', done)))
  const port = /127\.0\.0\.1:(\d+)/.exec(line)[1]
  const agent = new Agent({ keepAlive: true })
  const call = (path, { body, ...options }) =>
    new Promise((done, fail) => {
      const sent = request({ host: '127.0.0.1', port, path, agent, method: 'POST', ...options }, async (answer) => {
        const text = (await answer.toArray()).join('')
        if (answer.statusCode < 300) done(text)
        else fail(new Error(`${path}: ${answer.statusCode} ${text}`))
      })
      sent.on('error', fail).end(body)
    })
  const basic = Buffer.from(`${made.client_id}:${made.client_secret}`).toString('base64')
  const form = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' }
  const token = (more = '') => call('/oauth/token', { headers: form, body: `grant_type=client_credentials${more}` })
  const bearer = JSON.parse(await token('&resource=http%3A%2F%2F127.0.0.1%2Fadmin')).access_token
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const account = JSON.stringify({ app_type: 'custom', name: 'Measured' })
  const create = () => call('/badgehouse/v1/companies/acme/service-accounts', { headers, body: account })
  return { name: line.trim().replace(/.*\(/, '').replace(')', ''), server, calls: { token: () => token(), create } }
}

const median = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]

for (const store of stores) {
  const { name, server, calls } = await serving(store)
  for (const [what, call] of Object.entries(calls)) {
    // Changes of one company come one after the other, whatever the store.
    for (const clients of what === 'token' ? [1, 16] : [1]) {
      const times = []
      let left = Number(values.requests)
      const begun = performance.now()
      const client = async () => {
        while (left-- > 0) {
          const from = performance.now()
          await call()
          times.push(performance.now() - from)
        }
      }
      await Promise.all(Array.from({ length: clients }, client))
      const rate = (times.length * 1000) / (performance.now() - begun)
      console.log(`${name}: ${what}, ${clients} at once: ${median(times).toFixed(2)} ms in the middle, ${rate.toFixed(0)} a second`)
    }
  }
  server.kill()
}
process.exit()
