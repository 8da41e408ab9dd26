// The programs that the page shows under "Try it" are run as they stand: each fetches a token of the reference server and calls something with it.
// One whose language is not on this machine is skipped, unless `BADGEHOUSE_ALL_EXAMPLES` is set.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { examples } from '../../pkg/dist/admin/examples.js'
import { start } from '../node/reference.mjs'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const AUDIENCE = 'https://files.example.com'

let folder
let server
let account
let api
/** What was called with, one after the other. */
const called = []

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'badgehouse-examples-'))
  server = await start(AUDIENCE)
  account = await server.account('Examples')
  await server.api('PUT', `${account.path}/permissions`, { company: { admin: 'read_only' } }, { 'if-match': '*' })
  api = createServer((request, response) => {
    called.push(request.headers.authorization)
    response.end('called')
  })
  await new Promise((resolve) => api.listen(0, '127.0.0.1', resolve))
})

after(async () => {
  api?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** The program for this account, with each text that may be left out and with none of them. */
const given = (more = {}) => ({
  clientId: account.id,
  tokenUrl: `${server.issuer}/oauth/token`,
  resource: '',
  scope: '',
  call: `http://127.0.0.1:${api.address().port}/it's-there?a=1&b=%20`,
  ...more,
})

/** Runs a program in the folder, with the secret in its environment and nowhere else. */
const execute = async (program, args, cwd = folder) => {
  const { stdout } = await run(program, args, { cwd, env: { ...process.env, CLIENT_SECRET: account.secret }, timeout: 300_000 })
  return stdout
}

/** Runs it and looks at what it has called with: a token for this account, and for what was asked. */
async function tried(language, file, execute) {
  for (const [more, audience] of [[{}, server.issuer], [{ resource: AUDIENCE, scope: 'admin:read_only' }, AUDIENCE]]) {
    const program = examples[language](given(more))
    assert(!program.includes(account.secret))
    await writeFile(join(folder, file), program)
    const before = called.length
    assert.match(await execute(), /called/)
    assert.equal(called.length, before + 1)
    const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(called.at(-1))
    const claims = JSON.parse(Buffer.from(payload, 'base64url'))
    assert.equal(claims.client_id, account.id)
    assert.deepEqual([claims.aud].flat(), [audience])
    assert.equal(claims.scope, more.scope)
  }
}

/** Whether a command can be run here. */
async function missing(...command) {
  const there = await run(command[0], command.slice(1)).then(() => true, () => false)
  return there || process.env.BADGEHOUSE_ALL_EXAMPLES ? false : `${command[0]} is not on this machine`
}

test('curl', { skip: await missing('jq', '--version') }, () => tried('curl', 'call.sh', () => execute('sh', ['call.sh'])))

test('Node', () => tried('node', 'call.mjs', () => execute(process.execPath, ['call.mjs'])))

test('Python', { skip: await missing('python3', '--version') }, () => tried('python', 'call.py', () => execute('python3', ['call.py'])))

test('Go, formatted as gofmt has it', { skip: await missing('go', 'version') }, async () => {
  await tried('go', 'call.go', () => execute('go', ['run', 'call.go']))
  assert.equal(await execute('gofmt', ['-l', 'call.go']), '')
})

test('Rust, with the crates of this workspace', { skip: await missing('cargo', '--version') }, async () => {
  const project = join(folder, 'rust')
  await mkdir(join(project, 'src'), { recursive: true })
  // The server is met without TLS, whose crates take the longest to compile.
  await writeFile(join(project, 'Cargo.toml'), `[package]
name = "example"
version = "0.0.0"
edition = "2021"

[dependencies]
serde_json = "1"
ureq = { version = "3", default-features = false }

[workspace]
`)
  await cp(join(root, 'Cargo.lock'), join(project, 'Cargo.lock'))
  const target = join(root, 'target/examples')
  await tried('rust', 'rust/src/main.rs', () => execute('cargo', ['run', '--quiet', '--offline', '--target-dir', target], project))
})
