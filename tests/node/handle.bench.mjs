// What a token request costs by `handle`, beside `requestToken` with the same rules: processor time of a call. By hand, since a time is no test:
// node tests/node/handle.bench.mjs [rounds] [calls]. They alternate; printed are the medians of the rounds. Requests are made beforehand, since a server is given them.
//
// `bare` is what a request costs on the platform alone, by `Request` and `Response`: its head and its body are read and an answer is made, with no engine between.

import { open, platform } from '../../pkg/dist/index.inline.js'
import { MemoryStore } from '../../pkg/dist/stores/memory.js'

const rounds = Number(process.argv[2] ?? 15)
const calls = Number(process.argv[3] ?? 300)

const badges = await open({
  issuer: 'https://auth.acme.example',
  contactDomain: 'svc.acme.example',
  sealingKeys: ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio'],
  store: new MemoryStore(),
})
const { client_id, client_secret } = await badges.createAccount(platform, 'acme', { app_type: 'custom', name: 'Nightly sync' })
const headers = {
  authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}`,
  'content-type': 'application/x-www-form-urlencoded',
}

/** A token request as a server is given it. */
const request = () =>
  new Request('https://auth.acme.example/oauth/token', { method: 'POST', headers, body: 'grant_type=client_credentials' })

/** A token's response, as one was. */
const answer = await badges.handle(request(), { source: '192.0.2.1' })
const [answered, init] = [await answer.text(), { status: answer.status, headers: [...answer.headers] }]

const ways = {
  bare: async (made) => {
    const read = [made.method, made.url, ...made.headers]
    const reader = made.body.getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) read.push(piece.value)
    return new Response(read.length > 0 ? answered : '', init)
  },
  requestToken: () => badges.requestToken({ client_id, client_secret }),
  handle: async (made) => {
    const response = await badges.handle(made, { source: '192.0.2.1' })
    if (response.status !== 200) throw new Error(await response.text())
  },
}

/** Microseconds of the processor that a call takes. */
async function spent(way) {
  const made = Array.from({ length: calls }, request)
  const before = process.cpuUsage()
  for (const one of made) await ways[way](one)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

const median = (figures) => figures.toSorted((one, other) => one - other)[figures.length >> 1]

const figures = { bare: [], requestToken: [], handle: [] }
for (const way of Object.keys(figures)) await spent(way)
for (let round = 0; round < rounds; round += 1) {
  for (const [way, found] of Object.entries(figures)) found.push(await spent(way))
}
const [bare, typed, wire] = [median(figures.bare), median(figures.requestToken), median(figures.handle)]
console.log(`requestToken ${typed.toFixed(0)} µs, handle ${wire.toFixed(0)} µs: ${(wire / typed).toFixed(2)} times; bare ${bare.toFixed(0)} µs`)
