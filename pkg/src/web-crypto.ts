// The default provider: WebCrypto. Private keys are not extractable once they were opened, and are kept by the provider.
import { NAMES, PARAMETERS } from './algorithms.js';
import type { Algorithm, CryptoProvider, SigningKey } from './crypto.js';
import { own } from './own.js';
import { Seal, canonicalJwk } from './sealed.js';
import type { PublicJwk } from './token.js';

const RSA = { hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) } as const;
const GENERATE = {
  ES256: { name: NAMES.ES256, namedCurve: 'P-256' },
  EdDSA: { name: NAMES.EdDSA },
  RS256: { name: NAMES.RS256, ...RSA },
  PS256: { name: NAMES.PS256, ...RSA },
} as const;
/** A ring holds two or three keys; more are kept only while they are turned over. */
const KEPT_PRIVATE = 8;
/** Beside those of the ring, the keys of clients that prove themselves by one. */
const KEPT_PUBLIC = 64;
/** What a platform says of a public key that it does not take, such as an RSA exponent that it does not know or a point that is none. */
const REFUSALS = ['NotSupportedError', 'DataError', 'OperationError'];

/** A provider by WebCrypto. `sealingKeys`: the first seals, each opens; 43 characters of base64url. */
export function webCrypto(options: { readonly sealingKeys: readonly string[] }): CryptoProvider {
  const seal = new Seal(own(options).sealingKeys ?? []);
  const opened = new Kept<CryptoKey>(KEPT_PRIVATE);
  const imported = new Kept<CryptoKey>(KEPT_PUBLIC);
  return {
    generate: (algorithm) => generate(seal, algorithm),
    async sign(algorithm, { jwk, sealed }, message) {
      const key = await opened.get(canonicalJwk(jwk) + sealed, () => open(seal, algorithm, jwk, sealed));
      return new Uint8Array(await crypto.subtle.sign({ name: NAMES[algorithm], ...PARAMETERS }, key, bytes(message)));
    },
    async verify(algorithm, jwk, message, signature) {
      const key = imported.get(algorithm + canonicalJwk(jwk), () => crypto.subtle.importKey('jwk', jwk, GENERATE[algorithm], false, ['verify']));
      const good = key.then((key) => crypto.subtle.verify({ name: NAMES[algorithm], ...PARAMETERS }, key, bytes(signature), bytes(message)));
      // Ed25519 is built in, for platforms that lack it in whichever words. The others are everywhere, so that it is the key that is refused: it has signed nothing that
      // counts here, and no client's key makes a failure of the service.
      if (algorithm === 'EdDSA') return supported(good, REFUSALS);
      return good.catch((error: unknown) => (isNamed(error, REFUSALS) ? false : Promise.reject(error)));
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

function publicJwk({ kty, x, y, n, e }: JsonWebKey): PublicJwk {
  if (kty === 'RSA' && n && e) return { kty, n, e };
  if (kty === 'EC' && x && y) return { kty, crv: 'P-256', x, y };
  if (kty === 'OKP' && x) return { kty, crv: 'Ed25519', x };
  throw new Error('the new key is of no known type');
}

/** The platform's "not supported", or what else means that, in the words of the port. */
async function supported<T>(answer: Promise<T>, refusals: readonly string[] = ['NotSupportedError']): Promise<T> {
  return answer.catch((error: unknown) => {
    throw isNamed(error, refusals) ? Object.assign(new Error(error.message, { cause: error }), { code: 'unsupported' }) : error;
  });
}

function isNamed(error: unknown, names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

/** WebCrypto takes no shared memory; the engine gives none. */
function bytes(value: Uint8Array): Uint8Array<ArrayBuffer> {
  return value as Uint8Array<ArrayBuffer>;
}

/** What is costly to make, as much of it as was used last; what failed is not kept. */
class Kept<T> {
  readonly #values = new Map<string, Promise<T>>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(name: string, make: () => Promise<T>): Promise<T> {
    const value = this.#values.get(name) ?? this.#begun(name, make());
    // A map keeps the order in which its entries were put: what is used goes to the end.
    this.#values.delete(name);
    this.#values.set(name, value);
    const [unused] = this.#values.keys();
    if (this.#values.size > this.#most && unused !== undefined) this.#values.delete(unused);
    return value;
  }

  #begun(name: string, value: Promise<T>): Promise<T> {
    value.catch(() => {
      // By now another may stand there.
      if (this.#values.get(name) === value) this.#values.delete(name);
    });
    return value;
  }
}
