// 500 generated token requests to this server and to npm's oidc-provider: status and `error` agree, or the difference is one of the documented.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'

import Provider from 'oidc-provider'

import { start } from './reference.mjs'

const REQUESTS = 500

const NO_CLIENT = ['401 invalid_client', '400 invalid_request']

/** Where the two differ, by the fault of the request, and why each may. A request that differs in another way fails the test, and so does a difference that is not seen. */
const DIFFERENCES = {
  'another method': ['405 invalid_request', '404 ', 'RFC 9110 section 15.5.6 has 405 for a method that an address does not know.'],
  'no credentials': [...NO_CLIENT, 'RFC 6749 section 5.2 has invalid_client for a request without client authentication.'],
  'an empty id': [...NO_CLIENT, 'The same: a parameter without a value is absent (RFC 6749 section 3.2).'],
  'an empty secret': [...NO_CLIENT, 'The same.'],
  'a Basic header without a colon': [...NO_CLIENT, 'RFC 6749 section 5.2 has 401 for a client that tried the Authorization header.'],
  'a Basic header that is no Base64': [...NO_CLIENT, 'The same.'],
  'an unknown parameter twice': ['400 invalid_request', '200 ', 'RFC 6749 section 3.2 has no parameter more than once, known or not.'],
}

let server, account, theirs
before(async () => {
  server = await start()
  account = await server.account('Compared')
  theirs = await oidcProvider()
})
after(async () => {
  await theirs?.close()
  await server?.stop()
})

/** One client of the same id and secret for each method, since a client there has one. */
async function oidcProvider() {
  const clients = ['client_secret_basic', 'client_secret_post'].map((method) => {
    const client = { client_id: account.id, client_secret: account.secret, token_endpoint_auth_method: method }
    return new Provider('http://127.0.0.1', {
      clients: [{ ...client, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
      features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
      scopes: ['rfis:read_only'],
    })
  })
  const listening = await Promise.all(
    clients.map(async (provider) => {
      const http = createServer(provider.callback())
      await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve))
      return http
    }),
  )
  const url = (index) => `http://127.0.0.1:${listening[index].address().port}/token`
  return { basic: url(0), post: url(1), close: () => Promise.all(listening.map((http) => new Promise((done) => http.close(done)))) }
}

/** The same numbers at each run. */
function generator(seed) {
  let state = seed
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  }
}

/** What may be wrong with a request, each with how often it is picked. A fault changes the request that it is handed. */
const FAULTS = {
  nothing: () => {},
  'an unknown parameter': ({ form }) => form.push(['color', 'red']),
  'a charset': ({ headers }) => (headers['content-type'] += ';charset=UTF-8'),
  'a query': (request) => (request.query = '?tenant=1'),
  'a parameter without a value': ({ form }) => form.push(['scope', '']),
  'another order': ({ form }) => form.reverse(),
  'a wrong secret': (request) => (request.secret = 'wrong'),
  'a secret that goes on': (request) => (request.secret += 'x'),
  'an unknown client': (request) => (request.id = 'sa_unknown'),
  'an id with spaces': (request) => (request.id = 'a b'),
  'an empty secret': (request) => (request.secret = ''),
  'an empty id': (request) => (request.id = ''),
  'no credentials': (request) => (request.how = 'none'),
  'credentials twice': (request) => (request.how = 'both'),
  'a Basic header without a colon': (request) => (request.raw = btoa('nothing')),
  'a Basic header that is no Base64': (request) => (request.raw = '!'),
  'another grant': (request) => (request.grant = 'password'),
  'a grant in capitals': (request) => (request.grant = 'CLIENT_CREDENTIALS'),
  'no grant': (request) => (request.grant = undefined),
  'an empty grant': (request) => (request.grant = ''),
  'a grant twice': ({ form }) => form.push(['grant_type', 'client_credentials']),
  'another media type': ({ headers }) => (headers['content-type'] = 'text/plain'),
  'JSON': ({ headers }) => (headers['content-type'] = 'application/json'),
  'an unknown parameter twice': ({ form }) => form.push(['color', 'red'], ['color', 'blue']),
  'another method': (request) => (request.method = 'PUT'),
  'no body': (request) => (request.empty = true),
}

/** A good request with one fault, by one of the two methods. */
function generated(pick) {
  const names = Object.keys(FAULTS)
  const fault = names[pick(names.length)]
  const request = {
    how: ['basic', 'post'][pick(2)],
    method: 'POST',
    id: account.id,
    secret: account.secret,
    grant: 'client_credentials',
    query: '',
    form: [],
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
  const own = request.how
  FAULTS[fault](request)
  const { how, method, id, secret, grant, query, form, headers, raw, empty } = request
  if (grant !== undefined) form.unshift(['grant_type', grant])
  const basic = raw ?? btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)
  if (how === 'basic' || how === 'both' || raw !== undefined) headers.authorization = `${['Basic', 'basic'][pick(2)]} ${basic}`
  if ((how === 'post' || how === 'both') && raw === undefined) form.push(['client_id', id], ['client_secret', secret])
  return { fault, own, query, request: { method, headers, body: empty ? '' : new URLSearchParams(form).toString() } }
}

async function outcome(url, request) {
  const response = await fetch(url, request)
  const body = await response.json().catch(() => ({}))
  return `${response.status} ${body.error ?? ''}`
}

test(`${REQUESTS} token requests are answered as by oidc-provider, or differ as documented`, async () => {
  const pick = generator(7)
  const unknown = new Set()
  const seen = new Set()
  let same = 0
  for (let number = 0; number < REQUESTS; number += 1) {
    const { fault, own, query, request } = generated(pick)
    const here = await outcome(`${server.issuer}/oauth/token${query}`, request)
    const there = await outcome(`${theirs[own]}${query}`, request)
    const [ours, others] = DIFFERENCES[fault] ?? []
    if (here === there) same += 1
    else if (here === ours && there === others) seen.add(fault)
    else unknown.add(`${fault}, by ${own}: ${here} here, ${there} there`)
  }
  console.log(`${same} of ${REQUESTS} the same, ${seen.size} documented differences`)
  assert.deepEqual([...unknown], [])
  assert.deepEqual(Object.keys(DIFFERENCES).filter((fault) => !seen.has(fault)), [], 'every documented difference is seen')
})
