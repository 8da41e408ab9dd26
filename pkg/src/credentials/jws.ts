// Compact JWS (RFC 7515) by a key of the program's own.
import { NAMES, PARAMETERS } from '../algorithms.js';
import { encode } from '../base64url.js';

/** A private key as JWK (RFC 7517): of P-256, Ed25519, or RSA, whose `alg` is RS256 where it says nothing else. */
export interface PrivateJwk {
  readonly kty: string;
  readonly alg?: string;
  /** Named in the assertion, if the server goes by it. */
  readonly kid?: string;
  readonly [member: string]: unknown;
}

/** A private key that may sign: of P-256, Ed25519, or RSA with SHA-256. It need not be extractable. */
export type SigningCryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const OF_TYPE: Readonly<Record<string, string>> = { EC: 'ES256', OKP: 'EdDSA', RSA: 'RS256' };

/** A key that signs, of either form. */
export async function imported(key: SigningCryptoKey | PrivateJwk): Promise<SigningCryptoKey> {
  if (!('kty' in key)) return key;
  const { kty, alg = OF_TYPE[kty as string] } = key as PrivateJwk;
  return crypto.subtle.importKey('jwk', key as never, { name: NAMES[alg as keyof typeof NAMES], ...PARAMETERS }, false, ['sign']);
}

/** A JWT with a `jti` of its own, made now. */
export async function signed(key: SigningCryptoKey, header: object, claims: object): Promise<string> {
  const { name } = key.algorithm;
  const alg = Object.entries(NAMES).find((known) => known[1] === name)?.[0];
  const parts = [{ alg, ...header }, { jti: crypto.randomUUID(), iat: now(), ...claims }];
  const input = parts.map((part) => encode(bytes(JSON.stringify(part)))).join('.');
  return `${input}.${encode(new Uint8Array(await crypto.subtle.sign({ name, ...PARAMETERS }, key, bytes(input))))}`;
}

/** In Unix seconds. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
