// `badgehouse/token` against the reference server, whose admin API is called with what it fetches; and against npm's oidc-provider, so that it is no dialect of ours.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import Provider, { errors } from 'oidc-provider'

import { keys, start } from './reference.mjs'

const from = createRequire(new URL('../../pkg/package.json', import.meta.url))
const load = (name) => import(pathToFileURL(from.resolve(name)))
const { clientCredentials } = await load('badgehouse/token')
const { client } = await load('badgehouse/client')

const publicOf = ({ kty, crv, x, y, n, e }) => ({ kty, crv, x, y, n, e })
let server, theirs
before(async () => {
  server = await start()
  const path = `/service-accounts/${server.admin.id}/keys`
  for (const name of ['ec', 'okp', 'rsa']) await server.api('POST', path, { jwk: publicOf(keys[name]) })
  theirs = await oidcProvider()
})
after(async () => {
  await theirs?.close()
  await server?.stop()
})

const METHODS = {
  client_secret_basic: ({ secret }) => ({ clientSecret: secret }),
  client_secret_post: ({ secret }) => ({ clientSecret: secret, method: 'client_secret_post' }),
  'private_key_jwt by ES256': (_, issuer) => ({ clientKey: keys.ec, issuer }),
  'private_key_jwt by EdDSA': (_, issuer) => ({ clientKey: keys.okp, issuer }),
  'private_key_jwt by RS256': (_, issuer) => ({ clientKey: keys.rsa, issuer }),
}

for (const [name, credential] of Object.entries(METHODS)) {
  for (const dpop of [false, true]) {
    const title = `${name}${dpop ? ' and DPoP' : ''}`
    test(`${title}: the admin API of the reference server is called by one who holds what it needs`, async () => {
      const { issuer, admin: program } = server
      const tokens = clientCredentials({
        tokenEndpoint: `${issuer}/oauth/token`,
        clientId: program.id,
        resource: `${issuer}/admin`,
        dpop,
        ...credential(program, issuer),
      })
      assert.equal((await tokens.token()).token_type, dpop ? 'DPoP' : 'Bearer')
      const accounts = client({ api: `${issuer}/badgehouse/v1`, company: 'acme', fetch: tokens.fetch })
      const { client_id } = await accounts.createAccount({ app_type: 'custom', name: title })
      assert.equal((await accounts.getAccount(client_id)).name, title)
    })

    test(`${title}: a token of oidc-provider is got and renewed`, async () => {
      const tokens = clientCredentials({ tokenEndpoint: theirs.endpoint, dpop, resource: 'https://api.example.com', ...theirs.client(name, credential) })
      const { access_token, token_type, expires_at } = await tokens.for({ scope: 'read' }).token()
      assert.deepEqual([token_type, typeof access_token, typeof expires_at], [dpop ? 'DPoP' : 'Bearer', 'string', 'string'])
      await assert.rejects(tokens.for({ resource: 'https://none.example.com' }).token(), { code: 'invalid_target', status: 400 })
    })
  }
}

test('a token that was revoked is one that the API refuses: another takes its place, and nobody notices', async () => {
  const { issuer, admin } = server
  const options = { tokenEndpoint: `${issuer}/oauth/token`, clientId: admin.id, clientSecret: admin.secret, resource: `${issuer}/admin`, dpop: true }
  const tokens = clientCredentials(options)
  const first = await tokens.token()
  const accounts = client({ api: `${issuer}/badgehouse/v1`, company: 'acme', fetch: tokens.fetch })
  const second = () => new Promise((resolve) => setTimeout(resolve, 1100))
  await second()
  await accounts.revokeTokens(admin.id)
  await second()
  assert.equal((await accounts.getAccount(admin.id)).client_id, admin.id)
  assert.notEqual(await tokens.token(), first)
})

test('a wrong secret is told by both servers as what it is', async () => {
  for (const tokenEndpoint of [`${server.issuer}/oauth/token`, theirs.endpoint]) {
    const tokens = clientCredentials({ tokenEndpoint, clientId: 'client_secret_basic', clientSecret: 'wrong' })
    await assert.rejects(tokens.token(), { name: 'TokenError', code: 'invalid_client', status: 401 })
  }
})

/** A client for each method, nonces for proofs, and one API. */
async function oidcProvider() {
  const http = createServer()
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${http.address().port}`
  const secret = 'a secret with +, % and / in it'
  const clients = Object.keys(METHODS).map((name) => {
    const [method, algorithm] = name.split(' by ')
    const jwk = { ES256: keys.ec, EdDSA: keys.okp, RS256: keys.rsa }[algorithm]
    const proven = jwk ? { jwks: { keys: [publicOf(jwk)] }, token_endpoint_auth_signing_alg: algorithm } : { client_secret: secret }
    return { client_id: name, token_endpoint_auth_method: method, ...proven, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }
  })
  const provider = new Provider(issuer, {
    clients,
    enabledJWA: { clientAuthSigningAlgValues: ['ES256', 'EdDSA', 'RS256'], dPoPSigningAlgValues: ['ES256'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'https://api.example.com',
        getResourceServerInfo(_, resource) {
          if (resource !== 'https://api.example.com') throw new errors.InvalidTarget()
          return { scope: 'read', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }
        },
      },
    },
  })
  http.on('request', provider.callback())
  return {
    endpoint: `${issuer}/token`,
    client: (name, credential) => ({ clientId: name, ...credential({ secret }, issuer) }),
    close: () => new Promise((resolve) => (http.closeAllConnections(), http.close(resolve))),
  }
}
