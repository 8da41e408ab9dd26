// What a request costs the server with the component and natively, in processor time of its process; how long a start takes, and the memory at rest. By hand, since a time is no
// test: cargo build --release --package badgehouse-server, then node tests/node/server.bench.mjs PROGRAM COMPONENT [requests] [rounds]. Each round is so many tokens and so
// many calls of `authorize`, over one connection, of each server in turn. Where nothing is kept beside the component, the first of the two starts compiles it.

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [program, component, requests = '5000', rounds = '3'] = process.argv.slice(2)
if (!component) throw new Error('name the server and the component: node tests/node/server.bench.mjs target/release/badgehouse target/badgehouse/component.wasm')

/** Milliseconds of a tick of the processor time in `/proc`. */
const TICK = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

const folder = mkdtempSync(join(tmpdir(), 'badgehouse-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
const key = join(folder, 'sealing.key')
writeFileSync(key, 'KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio\n', { mode: 0o600 })

/** A port that nobody listens on. */
const free = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })

/** What `/proc` says of a process: its processor time in milliseconds, its memory in MB. */
function spent(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK
}
const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024

/** A server that listens, with how long that took. */
async function started(options, port) {
  const begun = performance.now()
  const server = spawn(program, ['serve', '--listen', `127.0.0.1:${port}`, '--sample', ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.on('exit', () => server.kill())
  await new Promise((done, fail) => {
    server.stdout.once('data', done)
    server.once('exit', (code) => fail(new Error(`the server ended with ${code}`)))
  })
  server.removeAllListeners('exit')
  return { server, took: performance.now() - begun }
}

/** A server with an account of its own, started twice; and the two calls. */
async function measured(name, choice) {
  const port = await free()
  const options = ['--contact-domain', 'svc.acme.example', '--store', join(folder, `${name}.db`), '--sealing-key-file', key, '--issuer', `http://127.0.0.1:${port}`]
  const printed = execFileSync(program, ['bootstrap', '--company', 'acme', '--name', 'First', ...options], { encoding: 'utf8' })
  const made = Object.fromEntries(printed.trim().split('\n').map((line) => line.split('=')))
  const first = await started([...options, ...choice], port)
  first.server.kill()
  await new Promise((done) => first.server.once('exit', done))
  const { server, took } = await started([...options, ...choice], port)
  console.log(`${name}: first start ${first.took.toFixed(0)} ms, second ${took.toFixed(0)} ms, then ${resident(server.pid).toFixed(1)} MB`)

  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const call = (path, { body, ...options }) =>
    new Promise((done, fail) => {
      const sent = request({ host: '127.0.0.1', port, path, agent, ...options }, async (answer) => {
        const text = (await answer.toArray()).join('')
        if (answer.statusCode === 200) done(text)
        else fail(new Error(`${path}: ${answer.statusCode} ${text}`))
      })
      sent.on('error', fail).end(body)
    })
  const basic = Buffer.from(`${made.client_id}:${made.client_secret}`).toString('base64')
  const form = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' }
  const token = () => call('/oauth/token', { method: 'POST', headers: form, body: 'grant_type=client_credentials' })
  const bearer = { authorization: `Bearer ${JSON.parse(await token()).access_token}` }
  const authorize = () => call('/sample/tools/admin?level=admin', { headers: bearer })
  await authorize()
  return { name, pid: server.pid, calls: { token, authorize } }
}

const servers = [await measured('native', ['--native']), await measured('component', ['--component', component])]
for (let round = 0; round < Number(rounds); round++) {
  for (const what of ['token', 'authorize']) {
    for (const { name, pid, calls } of servers) {
      const before = spent(pid)
      for (let number = 0; number < Number(requests); number++) await calls[what]()
      console.log(`${what}, ${name}: ${((spent(pid) - before) / Number(requests)).toFixed(3)} ms`)
    }
  }
}
for (const { name, pid } of servers) console.log(`${name}: ${resident(pid).toFixed(1)} MB`)
process.exit()
