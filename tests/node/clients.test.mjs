// OAuth clients that others wrote fetch tokens by each method they know, unmodified.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'

import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { ClientCredentialsProvider, PrivateKeyJwtProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createRemoteJWKSet, importJWK, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import * as oidc from 'openid-client'
import { ClientCredentials } from 'simple-oauth2'

import { keys, start } from './reference.mjs'

const ALGORITHM = { EC: 'ES256', OKP: 'EdDSA', RSA: 'RS256' }
let server, account, mcp
before(async () => {
  mcp = await mcpServer()
  server = await start(mcp.url)
  mcp.issuer = server.issuer
  account = await server.account('Client', 'ec', 'okp', 'rsa')
})
after(async () => {
  await mcp?.close()
  await server?.stop()
})

async function privateKey(name, algorithm = ALGORITHM[keys[name].kty]) {
  return importJWK({ ...keys[name], alg: algorithm }, algorithm)
}

/** A token is one that the published keys verify, of the account. */
async function isToken(text, audience = server.issuer) {
  const verifier = createRemoteJWKSet(new URL(`${server.issuer}/oauth/jwks`))
  const { payload } = await jwtVerify(text, verifier, { issuer: server.issuer, audience, typ: 'at+jwt' })
  assert.equal(payload.client_id, account.id)
  return payload
}

const insecure = { [oauth.allowInsecureRequests]: true }
const discovered = async () =>
  oauth.processDiscoveryResponse(
    new URL(server.issuer),
    await oauth.discoveryRequest(new URL(server.issuer), { algorithm: 'oauth2', ...insecure }),
  )

const OAUTH_METHODS = {
  client_secret_basic: () => oauth.ClientSecretBasic(account.secret),
  client_secret_post: () => oauth.ClientSecretPost(account.secret),
  'private_key_jwt by ES256': async () => oauth.PrivateKeyJwt(await privateKey('ec')),
  'private_key_jwt by EdDSA': async () => oauth.PrivateKeyJwt(await privateKey('okp')),
  'private_key_jwt by RS256': async () => oauth.PrivateKeyJwt(await privateKey('rsa')),
}
for (const [name, method] of Object.entries(OAUTH_METHODS)) {
  test(`oauth4webapi: ${name}, introspection and revocation`, async () => {
    const as = await discovered()
    const client = { client_id: account.id }
    const response = await oauth.clientCredentialsGrantRequest(as, client, await method(), {}, insecure)
    const { access_token: text } = await oauth.processClientCredentialsResponse(as, client, response)
    await isToken(text)
    const looked = await oauth.introspectionRequest(as, client, await method(), text, insecure)
    assert.equal((await oauth.processIntrospectionResponse(as, client, looked)).active, true)
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, await method(), text, insecure))
    const again = await oauth.introspectionRequest(as, client, await method(), text, insecure)
    assert.equal((await oauth.processIntrospectionResponse(as, client, again)).active, false)
  })
}

test('oauth4webapi: a token bound by DPoP', async () => {
  const as = await discovered()
  const client = { client_id: account.id }
  const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
  const by = oauth.ClientSecretBasic(account.secret)
  const response = await oauth.clientCredentialsGrantRequest(as, client, by, {}, { DPoP, ...insecure })
  const answer = await oauth.processClientCredentialsResponse(as, client, response)
  assert.equal(answer.token_type, 'dpop')
  assert.equal((await isToken(answer.access_token)).cnf.jkt, await DPoP.calculateThumbprint())
})

const OIDC_METHODS = {
  ClientSecretBasic: () => oidc.ClientSecretBasic(account.secret),
  ClientSecretPost: () => oidc.ClientSecretPost(account.secret),
  PrivateKeyJwt: async () => oidc.PrivateKeyJwt(await privateKey('ec')),
}
for (const [name, method] of Object.entries(OIDC_METHODS)) {
  test(`openid-client: ${name}`, async () => {
    const options = { algorithm: 'oauth2', execute: [oidc.allowInsecureRequests] }
    const config = await oidc.discovery(new URL(server.issuer), account.id, {}, await method(), options)
    const answer = await oidc.clientCredentialsGrant(config, { resource: server.issuer })
    await isToken(answer.access_token)
    assert.equal((await oidc.tokenIntrospection(config, answer.access_token)).active, true)
    await oidc.tokenRevocation(config, answer.access_token)
  })
}

test('openid-client: a token bound by DPoP', async () => {
  const options = { algorithm: 'oauth2', execute: [oidc.allowInsecureRequests] }
  const config = await oidc.discovery(new URL(server.issuer), account.id, {}, oidc.ClientSecretPost(account.secret), options)
  const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair())
  const answer = await oidc.clientCredentialsGrant(config, {}, { DPoP })
  assert.equal(answer.token_type, 'dpop')
})

for (const authorizationMethod of ['header', 'body']) {
  test(`simple-oauth2: credentials in the ${authorizationMethod}`, async () => {
    const client = new ClientCredentials({
      client: { id: account.id, secret: account.secret },
      auth: { tokenHost: server.issuer, tokenPath: '/oauth/token' },
      options: { authorizationMethod },
    })
    const { token } = await client.getToken({})
    await isToken(token.access_token)
  })
}

const CURL = {
  'the header': () => ['-u', `${account.id}:${account.secret}`, '-d', 'grant_type=client_credentials'],
  'the body': () => ['-d', `grant_type=client_credentials&client_id=${account.id}&client_secret=${account.secret}`],
}
for (const [name, given] of Object.entries(CURL)) {
  test(`curl: credentials in ${name}`, async () => {
    const { stdout } = await promisify(execFile)('curl', ['-sS', ...given(), `${server.issuer}/oauth/token`])
    await isToken(JSON.parse(stdout).access_token)
  })
}

const MCP = {
  'a secret': () => new ClientCredentialsProvider({ clientId: account.id, clientSecret: account.secret, expectedIssuer: server.issuer }),
  'a key': () =>
    new PrivateKeyJwtProvider({ clientId: account.id, privateKey: keys.ec, algorithm: 'ES256', expectedIssuer: server.issuer }),
}
for (const [name, provider] of Object.entries(MCP)) {
  test(`the MCP client, by discovery, with ${name}`, async () => {
    const client = new Client({ name: 'test', version: '1.0.0' })
    await client.connect(new StreamableHTTPClientTransport(new URL(mcp.url), { authProvider: provider() }))
    const answer = await client.callTool({ name: 'who' })
    assert.equal(answer.content[0].text, account.id)
    await client.close()
  })
}

/** An MCP server whose protected resource metadata names the issuer, and which looks at tokens by the published keys. */
async function mcpServer() {
  const state = { issuer: undefined }
  const http = createServer(async (request, response) => {
    const metadata = '/.well-known/oauth-protected-resource/mcp'
    if (request.url === metadata) {
      response.setHeader('content-type', 'application/json')
      return response.end(JSON.stringify({ resource: state.url, authorization_servers: [state.issuer] }))
    }
    const verifier = createRemoteJWKSet(new URL(`${state.issuer}/oauth/jwks`))
    const bearer = request.headers.authorization?.replace(/^Bearer /i, '')
    const who = await jwtVerify(bearer ?? '', verifier, { issuer: state.issuer, audience: state.url }).catch(() => undefined)
    if (!who) {
      const origin = new URL(state.url).origin
      response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${origin}${metadata}"` })
      return response.end()
    }
    const tools = new McpServer({ name: 'test', version: '1.0.0' })
    tools.registerTool('who', {}, () => ({ content: [{ type: 'text', text: who.payload.client_id }] }))
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
    await tools.connect(transport)
    await transport.handleRequest(request, response)
  })
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${http.address().port}/mcp`
  state.close = () => new Promise((resolve) => (http.closeAllConnections(), http.close(resolve)))
  return state
}
