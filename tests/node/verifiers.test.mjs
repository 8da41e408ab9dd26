// Verifiers that others wrote take our tokens by the published keys, and refuse the bad ones.

import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { after, before, test } from 'node:test'

import { createVerifier } from 'fast-jwt'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import jwt from 'jsonwebtoken'
import jwksRsa from 'jwks-rsa'

import { start, token } from './reference.mjs'

const AUDIENCE = 'https://files.example.com'
let server, account, metadata, published, good
before(async () => {
  server = await start(AUDIENCE)
  account = await server.account('Client')
  good = (await token(server.issuer, account.id, account.secret)).access_token
  metadata = await (await fetch(`${server.issuer}/.well-known/oauth-authorization-server`)).json()
  published = (await (await fetch(metadata.jwks_uri)).json()).keys
})
after(() => server?.stop())

/** By library: whether it takes a token now or at another time, of our issuer or of another. */
const VERIFIERS = {
  async jose(text, at, issuer = metadata.issuer) {
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri))
    const options = { issuer, audience: server.issuer, typ: 'at+jwt', currentDate: new Date(at * 1000) }
    return (await jwtVerify(text, keys, options)).payload
  },
  async 'fast-jwt'(text, at, issuer = metadata.issuer) {
    const key = async ({ header }) => {
      const jwk = published.find(({ kid }) => kid === header.kid)
      if (!jwk) throw new Error('there is no such key')
      return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })
    }
    const options = { allowedIss: issuer, allowedAud: server.issuer, clockTimestamp: at * 1000, cache: false }
    return createVerifier({ key, ...options, algorithms: ['ES256'] })(text)
  },
  async 'jsonwebtoken with jwks-rsa'(text, at, issuer = metadata.issuer) {
    const client = jwksRsa({ jwksUri: metadata.jwks_uri })
    const key = ({ kid }, done) => client.getSigningKey(kid).then((found) => done(null, found.getPublicKey()), done)
    const options = { issuer, audience: server.issuer, clockTimestamp: at, algorithms: ['ES256'] }
    return new Promise((resolve, reject) => jwt.verify(text, key, options, (error, payload) => (error ? reject(error) : resolve(payload))))
  },
}

const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const parts = (text) => text.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')))
const signedBy = (input, key) => `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`

/** What no verifier may take, by what is wrong with it. */
const BAD = {
  'one that has expired': () => [good, now() + 3600 + 301],
  'one for another audience': async () => [(await token(server.issuer, account.id, account.secret, AUDIENCE)).access_token, now()],
  'one of another issuer': () => [good, now(), 'https://other.example.com'],
  async 'one of another server'() {
    const other = await start()
    const stranger = await other.account('Client')
    const text = (await token(other.issuer, stranger.id, stranger.secret)).access_token
    await other.stop()
    return [text, now()]
  },
  'one without a signature': () => [`${base64url({ ...parts(good)[0], alg: 'none' })}.${good.split('.')[1]}.`, now()],
  'one whose HMAC key is our public key'() {
    const pem = createPublicKey({ key: published[0], format: 'jwk' }).export({ format: 'pem', type: 'spki' })
    const input = `${base64url({ ...parts(good)[0], alg: 'HS256' })}.${good.split('.')[1]}`
    return [`${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`, now()]
  },
  'one of an unknown key'() {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    return [signedBy(`${base64url({ ...parts(good)[0], kid: 'unknown' })}.${good.split('.')[1]}`, privateKey), now()]
  },
  'one that another key has signed under our kid'() {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    return [signedBy(good.split('.').slice(0, 2).join('.'), privateKey), now()]
  },
}
const now = () => Math.floor(Date.now() / 1000)

for (const [name, verify] of Object.entries(VERIFIERS)) {
  test(`${name} takes a good token`, async () => {
    const payload = await verify(good, now())
    assert.deepEqual([payload.sub, payload.client_id, payload.iss], [account.id, account.id, server.issuer])
  })
  for (const [what, make] of Object.entries(BAD)) {
    test(`${name} refuses ${what}`, async () => {
      const [text, at, issuer] = await make()
      await assert.rejects(verify(text, at, issuer))
    })
  }
}
