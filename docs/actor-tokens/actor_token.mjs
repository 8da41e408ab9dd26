// Signs an actor token with the product's key, a PEM: which user is asking, and what it may do in the company.
import { randomUUID, sign } from 'node:crypto'

export function actorToken(key, issuer, user, company, levels) {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: 'https://app.acme.example', aud: `${issuer}/admin`, sub: user, company, levels,
    jti: randomUUID(), iat: now, exp: now + 60 }
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ typ: 'badgehouse-actor+jwt', alg: 'EdDSA' })}.${part(claims)}`
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`
}
