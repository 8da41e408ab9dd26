// What a fresh process pays until its first token: `import 'badgehouse'`, `open` and `requestToken`, beside `import 'jose'`, a new key and one ES256 signature. By hand, since a
// time is no test: node tests/node/opening.bench.mjs [rounds]. Each round is a process of each, in turn; printed are the medians of the processor time of whole processes.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const rounds = Number(process.argv[2] ?? 15)
const options = {
  issuer: 'https://auth.acme.example',
  contactDomain: 'svc.acme.example',
  sealingKeys: ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio'],
}

/** Milliseconds of both processors since the process began, as its last line. */
const spent = `const { user, system } = process.cpuUsage(); console.log((user + system) / 1000);`

const programs = {
  nothing: spent,
  jose: `
    import { SignJWT, generateKeyPair } from 'jose';
    const { privateKey } = await generateKeyPair('ES256');
    await new SignJWT({ client_id: 'x' }).setProtectedHeader({ alg: 'ES256' }).setIssuedAt().setExpirationTime('1h').sign(privateKey);
    ${spent}`,
  badgehouse: `
    import { readFileSync } from 'node:fs';
    import { open } from '${new URL('../../pkg/dist/index.inline.js', import.meta.url)}';
    const { entries, credentials } = JSON.parse(readFileSync(process.argv[1], 'utf8'));
    const fail = () => { throw new Error('a token by a secret is one get') };
    const get = (keys) => keys.map((key) => entries[key] && { version: entries[key].version, value: Buffer.from(entries[key].value, 'base64') });
    const badges = await open({ ...${JSON.stringify(options)}, store: { get, list: fail, commit: fail } });
    await badges.requestToken(credentials);
    ${spent}`,
}

/** A store with an account and a signing key, as a file. */
async function store(file) {
  const { open, platform } = await import(new URL('../../pkg/dist/index.inline.js', import.meta.url))
  const { MemoryStore } = await import(new URL('../../pkg/dist/stores/memory.js', import.meta.url))
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
  const keys = [...read]
  const entries = {}
  for (const key of keys) {
    const [found] = await memory.get([key])
    if (found) entries[key] = { version: found.version, value: Buffer.from(found.value).toString('base64') }
  }
  writeFileSync(file, JSON.stringify({ entries, credentials: { client_id, client_secret } }))
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]

const folder = mkdtempSync(join(tmpdir(), 'badgehouse-opening-'))
try {
  const file = join(folder, 'store.json')
  await store(file)
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, program] of Object.entries(programs)) {
      const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program, file], { cwd: here, encoding: 'utf8' })
      times[name].push(Number(printed))
    }
  }
  const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
  for (const [name, time] of Object.entries(medians)) console.log(`${name.padEnd(12)} ${time.toFixed(1).padStart(8)} ms of CPU`)
  console.log(`badgehouse takes ${(medians.badgehouse / medians.jose).toFixed(2)} times what jose takes, in ${rounds} rounds`)
} finally {
  rmSync(folder, { recursive: true })
}
