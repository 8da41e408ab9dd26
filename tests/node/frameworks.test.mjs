// `toNodeHandler` and the guards of an API in Express, Fastify and Hono as they are published, and in the shapes of Next's handlers: each lets through who may, challenges any
// other, and takes no two tokens for one.

import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'

const from = createRequire(new URL('../../pkg/package.json', import.meta.url))
const load = (name) => import(pathToFileURL(from.resolve(name)))
const { open, platform, authorized, toHono } = await load('badgehouse')
const { open: openApi } = await load('badgehouse/authorize')
const { toExpress, toFastify, toNodeHandler } = await load('badgehouse/node')
const { clientCredentials } = await load('badgehouse/token')
const { MemoryStore } = await load('badgehouse/stores/memory')

const issuer = 'https://id.acme.example'
const origin = 'https://api.acme.example'
const settings = { issuer, contactDomain: 'svc.acme.example', sealingKeys: ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio'] }
const store = new MemoryStore()
const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } }
let badges, api, made
before(async () => {
  badges = await open({ ...settings, store })
  api = await openApi({ ...settings, store: { get: (keys) => store.get(keys) } })
  made = await badges.createAccount(platform, 'acme', { app_type: 'custom', name: 'Nightly sync' })
  await badges.setPermissions(platform, 'acme', made.client_id, { projects: [{ project: 'p1', levels: { rfis: 'read_only' } }] })
})

/** What an API says it needs, by the project that is in its address. */
const need = (project) => ({ company: 'acme', tool: 'rfis', level: 'read_only', project, origin })
const routes = '/projects/:project/rfis'
const told = (who, project) => ({ for: who.client_id, project })

/** An API on each: how it is called. */
const FRAMEWORKS = {
  async express() {
    const app = express()
    const mayRead = toExpress(api.require((request) => need(request.params.project)))
    // Below a router that cuts the address, of which a proof is made whole.
    const router = express.Router()
    router.get(routes, mayRead, (request, response) => response.json(told(authorized(request), request.params.project)))
    app.get('/unguarded', (request, response) => response.json(authorized(request)))
    app.use('/v1', router)
    return listening(createServer(app))
  },
  async 'node alone'() {
    const mayRead = toExpress(api.require(({ url }) => need(url.split('/')[3])))
    const server = createServer((incoming, outgoing) => {
      if (incoming.url === '/unguarded') return assert.throws(() => authorized(incoming), TypeError), outgoing.writeHead(500).end()
      mayRead(incoming, outgoing, () => outgoing.end(JSON.stringify(told(authorized(incoming), incoming.url.split('/')[3]))))
    })
    return listening(server)
  },
  async fastify() {
    const app = fastify()
    const mayRead = toFastify(api.require((request) => need(request.params.project)))
    app.get('/unguarded', async (request) => authorized(request))
    app.get(`/v1${routes}`, { onRequest: mayRead }, async (request) => told(authorized(request), request.params.project))
    await app.listen({ host: '127.0.0.1', port: 0 })
    return { port: app.server.address().port, close: () => app.close() }
  },
  async 'fastify, injected'() {
    const app = fastify()
    app.get(`/v1${routes}`, { preHandler: toFastify(api.require((request) => need(request.params.project))) }, async (request) => told(authorized(request), request.params.project))
    app.get('/unguarded', async (request) => authorized(request))
    return {
      async fetch(url, init) {
        const { statusCode: status, headers, payload } = await app.inject({ url: new URL(url).pathname, ...init })
        return new Response(payload, { status, headers })
      },
      close: () => app.close(),
    }
  },
  async hono() {
    const app = new Hono()
    app.use(`/v1${routes}`, toHono(api.require((c) => need(c.req.param('project')))))
    app.get(`/v1${routes}`, (c) => c.json(told(authorized(c), c.req.param('project'))))
    app.get('/unguarded', (c) => c.json(authorized(c)))
    return { fetch: async (url, init) => app.request(url, init), close() {} }
  },
  async "a route handler of Next's"() {
    // app/v1/projects/[project]/rfis/route.js: a request, and a context whose params are a promise.
    const GET = api.require(
      async (_, { params }) => need((await params).project),
      async (_, who, { params }) => Response.json(told(who, (await params).project)),
    )
    return { fetch: async (url, init) => GET(new Request(url, init), { params: Promise.resolve({ project: url.split('/')[5] }) }), close() {} }
  },
  async "a middleware of Next's"() {
    // middleware.js: what it returns is answered; nothing, and the route is.
    const guard = api.require((request) => need(new URL(request.url).pathname.split('/')[3]))
    const middleware = async (request) => {
      const { who, response } = await guard(request, request)
      return response ?? Response.json(told(who, new URL(request.url).pathname.split('/')[3]))
    }
    return { fetch: async (url, init) => middleware(new Request(url, init)), close() {} }
  },
}

async function listening(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: server.address().port, close: () => (server.closeAllConnections(), server.close()) }
}

/** By the API's own name, wherever it listens. */
const sender = ({ port, fetch: own }) => own ?? ((url, init) => fetch(`http://127.0.0.1:${port}${new URL(url).pathname}`, init))

for (const [name, start] of Object.entries(FRAMEWORKS)) {
  test(`${name}: who may is let through, and any other is told why`, async (t) => {
    const app = await start()
    t.after(() => app.close())
    const send = sender(app)
    const { access_token } = await badges.requestToken({ client_id: made.client_id, client_secret: made.client_secret })
    const called = (project, headers) => send(`${origin}/v1/projects/${project}/rfis`, { method: 'GET', headers })
    const bearer = { authorization: `Bearer ${access_token}` }
    const answer = await called('p1', bearer)
    assert.equal(answer.status, 200)
    assert.deepEqual(await answer.json(), { for: made.client_id, project: 'p1' })

    const without = await called('p1', {})
    assert.equal(without.status, 401)
    assert.match(without.headers.get('www-authenticate'), /^Bearer.*resource_metadata="https:\/\/id\.acme\.example\/\.well-known\/oauth-protected-resource"/)
    assert.match(without.headers.get('content-type'), /^application\/problem\+json/)
    const other = await called('p2', bearer)
    assert.equal(other.status, 403)
    assert.deepEqual((await other.json()).required, { tool: 'rfis', level: 'read_only', project: 'p2' })
    assert.match(other.headers.get('www-authenticate'), /error="insufficient_scope"/)
    assert.equal((await called('p1', { authorization: 'Bearer nonsense' })).status, 401)
  })

  test(`${name}: a token that is bound to a key comes with a proof for this API`, async (t) => {
    const app = await start()
    t.after(() => app.close())
    const send = sender(app)
    const key = prover()
    const { access_token: token } = await badges.requestToken({
      client_id: made.client_id,
      client_secret: made.client_secret,
      dpop: key('POST', `${issuer}/oauth/token`),
    })
    const url = `${origin}/v1/projects/p1/rfis`
    const called = (htu) => send(url, { method: 'GET', headers: { authorization: `DPoP ${token}`, dpop: key('GET', htu, token) } })
    assert.equal((await called(url)).status, 200)
    const foreign = await called('https://elsewhere.example/v1/projects/p1/rfis')
    assert.equal(foreign.status, 401)
    assert.match(foreign.headers.get('www-authenticate'), /^DPoP error="invalid_dpop_proof"/)
    assert.equal((await send(url, { method: 'GET', headers: { authorization: `Bearer ${token}` } })).status, 401)
  })
}

for (const name of ['express', 'node alone', 'fastify']) {
  test(`${name}: two Authorization headers are no token, whichever comes first`, async (t) => {
    const app = await FRAMEWORKS[name]()
    t.after(() => app.close())
    const { access_token } = await badges.requestToken({ client_id: made.client_id, client_secret: made.client_secret })
    const good = `authorization: Bearer ${access_token}\r\n`
    const head = 'GET /v1/projects/p1/rfis HTTP/1.1\r\nhost: api.acme.example\r\nconnection: close\r\n'
    assert.match(await raw(app.port, `${head}${good}\r\n`), /^HTTP\/1\.1 200/)
    for (const two of [good + good, `${good}authorization: Bearer x\r\n`, `authorization: Bearer x\r\n${good}`]) {
      assert.match(await raw(app.port, `${head}${two}\r\n`), /^HTTP\/1\.1 40[01]/)
    }
  })
}

for (const [name, start] of Object.entries(FRAMEWORKS)) {
  if (name.includes('Next')) continue
  test(`${name}: a route without a guard tells nobody who calls`, async (t) => {
    const app = await start()
    t.after(() => app.close())
    const silent = t.mock.method(console, 'error', () => {})
    assert.equal((await sender(app)(`${origin}/unguarded`, { method: 'GET' })).status, 500)
    silent.mock.restore()
  })
}

/** Servers that mount the whole service, and an API behind it that parses bodies. */
const MOUNTED = {
  async express() {
    const app = express()
    app.use(['/oauth', '/.well-known', '/badgehouse'], toNodeHandler(badges, { actor: ({ headers }) => (headers.cookie === 'session=ann' ? ann : undefined) }))
    app.use(express.json())
    app.post('/echo', (request, response) => response.json(request.body))
    return listening(createServer(app))
  },
  async fastify() {
    const app = fastify()
    await app.register(async (scope) => {
      const handler = toNodeHandler(badges, { actor: ({ headers }) => (headers.cookie === 'session=ann' ? ann : undefined) })
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _body, done) => done(null))
      for (const path of ['/oauth/*', '/.well-known/*', '/badgehouse/*']) {
        scope.all(path, (request, reply) => (reply.hijack(), handler(request.raw, reply.raw)))
      }
    })
    app.post('/echo', async (request) => request.body)
    await app.listen({ host: '127.0.0.1', port: 0 })
    return { port: app.server.address().port, close: () => app.close() }
  },
  async "a page of Next's API"() {
    // pages/api/badgehouse/[...path].js with `export const config = { api: { bodyParser: false } }`, and the other paths by `rewrites`.
    const handler = toNodeHandler(badges, { actor: ({ cookies }) => (cookies.session === 'ann' ? ann : undefined) })
    const server = createServer(async (request, response) => {
      request.cookies = Object.fromEntries((request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')))
      if (request.url !== '/echo') return handler(request, response)
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      response.setHeader('content-type', 'application/json').end(Buffer.concat(chunks))
    })
    return listening(server)
  },
}

for (const [name, start] of Object.entries(MOUNTED)) {
  test(`${name}: the service is mounted, with an administrator and with a program`, async (t) => {
    const app = await start()
    t.after(() => app.close())
    const at = `http://127.0.0.1:${app.port}`
    const accounts = `${at}/badgehouse/v1/companies/acme/service-accounts`
    const posted = (headers) =>
      fetch(accounts, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"app_type":"custom","name":"By hand"}' })
    assert.equal((await posted({})).status, 401)
    const answer = await posted({ cookie: 'session=ann' })
    assert.equal(answer.status, 201)
    const { client_id, client_secret } = await answer.json()
    const tokens = clientCredentials({ tokenEndpoint: `${at}/oauth/token`, clientId: client_id, clientSecret: client_secret })
    const { access_token } = await tokens.token()
    assert.equal((await badges.verify(`Bearer ${access_token}`, { company: 'acme' })).client_id, client_id)
    assert.equal((await fetch(`${at}/.well-known/oauth-authorization-server`)).status, 200)
    const long = await fetch(accounts, { method: 'POST', headers: { cookie: 'session=ann', 'content-type': 'application/json' }, body: 'x'.repeat(300_000) })
    assert.equal(long.status, 413)
    const echo = await fetch(`${at}/echo`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' })
    assert.deepEqual(await echo.json(), { a: 1 })
  })
}

test('a parser of Express that has read the body first is told of, and nothing hangs', async (t) => {
  const app = express()
  app.use(express.json())
  app.use('/badgehouse', toNodeHandler(badges, { actor: () => ann }))
  const errors = []
  app.use((error, _request, response, _next) => (errors.push(error), response.status(500).end()))
  const server = await listening(createServer(app))
  t.after(() => server.close())
  const answer = await fetch(`http://127.0.0.1:${server.port}/badgehouse/v1/companies/acme/service-accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"app_type":"custom","name":"By hand"}',
  })
  assert.equal(answer.status, 500)
  assert.match(errors[0].message, /read already/)
})

/** A client's key: it makes proofs (RFC 9449). */
function prover() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return (htm, htu, token) => {
    const ath = token && createHash('sha256').update(token).digest('base64url')
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) }
    const input = `${part(header)}.${part({ jti: randomUUID(), iat: Math.floor(Date.now() / 1000), htm, htu, ath })}`
    return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }
}

/** What a server answers to bytes. */
function raw(port, text) {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => (answer += chunk))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}
