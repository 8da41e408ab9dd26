// The default provider: WebCrypto. Private keys are not extractable once they were opened, and are kept by the provider.
import type { Algorithm, CryptoProvider, SigningKey } from './crypto.js';
import { Seal, canonicalJwk } from './sealed.js';
import type { PublicJwk } from './token.js';

const RSA = { hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) } as const;
const GENERATE = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  EdDSA: { name: 'Ed25519' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', ...RSA },
  PS256: { name: 'RSA-PSS', ...RSA },
} as const;
const SIGN = {
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
  RS256: { name: 'RSASSA-PKCS1-v1_5' },
  PS256: { name: 'RSA-PSS', saltLength: 32 },
} as const;
/** A ring holds two or three keys; more are kept only while they are turned over. */
const KEPT = 8;

/** A provider by WebCrypto. `sealingKeys`: the first seals, each opens; 43 characters of base64url. */
export function webCrypto(options: { readonly sealingKeys: readonly string[] }): CryptoProvider {
  const seal = new Seal(options.sealingKeys);
  const opened = new Kept<CryptoKey>();
  const imported = new Kept<CryptoKey>();
  return {
    generate: (algorithm) => generate(seal, algorithm),
    async sign(algorithm, { jwk, sealed }, message) {
      const key = await opened.get(canonicalJwk(jwk) + sealed, () => open(seal, algorithm, jwk, sealed));
      return new Uint8Array(await crypto.subtle.sign(SIGN[algorithm], key, bytes(message)));
    },
    async verify(algorithm, jwk, message, signature) {
      const key = await imported.get(algorithm + canonicalJwk(jwk), () => importPublic(algorithm, jwk));
      return crypto.subtle.verify(SIGN[algorithm], key, bytes(signature), bytes(message));
    },
  };
}

/** WebCrypto wraps no key that is not extractable: this one is, until it is sealed and forgotten. */
async function generate(seal: Seal, algorithm: Algorithm): Promise<SigningKey> {
  const pair = (await supported(crypto.subtle.generateKey(GENERATE[algorithm], true, ['sign', 'verify']))) as CryptoKeyPair;
  const jwk = publicJwk(await crypto.subtle.exportKey('jwk', pair.publicKey));
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  try {
    return { jwk, sealed: await seal.seal(pkcs8, jwk) };
  } finally {
    pkcs8.fill(0);
  }
}

async function open(seal: Seal, algorithm: Algorithm, jwk: PublicJwk, sealed: string): Promise<CryptoKey> {
  const pkcs8 = await seal.open(sealed, jwk);
  try {
    return await supported(crypto.subtle.importKey('pkcs8', pkcs8, GENERATE[algorithm], false, ['sign']));
  } finally {
    pkcs8.fill(0);
  }
}

function importPublic(algorithm: Algorithm, jwk: PublicJwk): Promise<CryptoKey> {
  return supported(crypto.subtle.importKey('jwk', jwk, GENERATE[algorithm], false, ['verify']));
}

function publicJwk({ kty, x, y, n, e }: JsonWebKey): PublicJwk {
  if (kty === 'RSA' && n && e) return { kty, n, e };
  if (kty === 'EC' && x && y) return { kty, crv: 'P-256', x, y };
  if (kty === 'OKP' && x) return { kty, crv: 'Ed25519', x };
  throw new Error('the new key is of no known type');
}

/** The platform's "not supported" in the words of the port. */
async function supported<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    const unknown = error instanceof Error && error.name === 'NotSupportedError';
    throw unknown ? Object.assign(new Error(error.message, { cause: error }), { code: 'unsupported' }) : error;
  });
}

/** WebCrypto takes no shared memory; the engine gives none. */
function bytes(value: Uint8Array): Uint8Array<ArrayBuffer> {
  return value as Uint8Array<ArrayBuffer>;
}

/** The last few of what is costly to make; what failed is not kept. */
class Kept<T> {
  readonly #values = new Map<string, Promise<T>>();

  get(name: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#values.get(name);
    if (kept) return kept;
    const made = make();
    this.#values.set(name, made);
    made.catch(() => this.#values.delete(name));
    const [oldest] = this.#values.keys();
    if (this.#values.size > KEPT && oldest !== undefined) this.#values.delete(oldest);
    return made;
  }
}
