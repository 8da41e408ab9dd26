// A client that holds a key and proves that it does (RFC 9449).
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';

/** A prover by a new key: of P-256, or of RSA where an exponent is named. */
export function prover(publicExponent) {
  const made = publicExponent === undefined ? ['ec', { namedCurve: 'P-256' }] : ['rsa', { modulusLength: 2048, publicExponent }];
  const { publicKey, privateKey } = generateKeyPairSync(...made);
  const alg = publicExponent === undefined ? 'ES256' : 'RS256';
  const jwk = publicKey.export({ format: 'jwk' });
  const signed = (text) => sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return {
    jwk,
    signed,
    /** A proof for a method and an address, and with the token that it comes with. */
    proof(htm, htu, { token, nonce } = {}) {
      const ath = token && createHash('sha256').update(token).digest('base64url');
      const claims = { jti: randomUUID(), iat: Math.floor(Date.now() / 1000), htm, htu, ath, nonce };
      const input = [{ typ: 'dpop+jwt', alg, jwk }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      return `${input}.${signed(input).toString('base64url')}`;
    },
  };
}
