// What a token request costs by `handle`, beside `requestToken` with the same rules: processor time of a call. By hand, since a time is no test:
// node tests/node/handle.bench.mjs [rounds] [calls] [way]. They alternate, or there is one way alone; printed are the medians of the rounds. Requests are made beforehand, since a
// server is given them. The first fifth of the rounds is not counted: the platform compiles what is called often.
//
// `bare` is what a request costs on the platform alone, by `Request` and `Response`: its head and its body are read and an answer is made, with no engine between.

import { open, platform } from '../../pkg/dist/index.inline.js'
import { MemoryStore } from '../../pkg/dist/stores/memory.js'

const rounds = Number(process.argv[2] ?? 15)
const calls = Number(process.argv[3] ?? 300)
const only = process.argv[4]

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

const figures = Object.fromEntries(Object.keys(ways).filter((way) => [way, undefined].includes(only)).map((way) => [way, []]))
for (let round = -Math.ceil(rounds / 5); round < rounds; round += 1) {
  for (const [way, found] of Object.entries(figures)) {
    const figure = await spent(way)
    if (round >= 0) found.push(figure)
  }
}
const medians = Object.entries(figures).map(([way, found]) => [way, median(found)])
const { requestToken, handle } = Object.fromEntries(medians)
console.log(medians.map(([way, figure]) => `${way} ${figure.toFixed(0)} µs`).join(', '))
if (requestToken && handle) console.log(`handle beside requestToken: ${(handle / requestToken).toFixed(2)} times`)
