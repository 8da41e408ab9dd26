// How a private key lies at rest: `badgehouse-sealed-1.<sealing key id>.<nonce>.<ciphertext>`, AES-256-GCM, bound to its public key.
import { decode, encode } from './base64url.js';
import type { PublicJwk } from './token.js';

const FORMAT = 'badgehouse-sealed-1';
/** What a key signs with. */
const ALGORITHM = { EC: 'ES256', OKP: 'EdDSA', RSA: 'RS256' } as const;
const utf8 = new TextEncoder();

/** Seals with the first sealing key and opens with each. */
export class Seal {
  readonly #sealingKeys: readonly string[];
  #imported: Promise<readonly SealingKey[]> | undefined;

  constructor(sealingKeys: readonly string[]) {
    this.#sealingKeys = Array.from(sealingKeys);
  }

  async seal(privateKey: Uint8Array<ArrayBuffer>, jwk: PublicJwk): Promise<string> {
    const [first] = await this.#keys();
    if (first === undefined) throw new Error('there is no sealing key');
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const ciphertext = await crypto.subtle.encrypt(await parameters(nonce, jwk), first.key, privateKey);
    return [FORMAT, first.id, encode(nonce), encode(new Uint8Array(ciphertext))].join('.');
  }

  async open(sealed: string, jwk: PublicJwk): Promise<Uint8Array<ArrayBuffer>> {
    const [format, id, nonce, ciphertext, more] = sealed.split('.');
    if (format !== FORMAT || !nonce || !ciphertext || more !== undefined) throw new Error('the sealed key is damaged');
    const sealing = (await this.#keys()).find((key) => key.id === id);
    if (!sealing) throw new Error('the signing key was sealed with a sealing key that is not configured');
    const altered = () => {
      throw new Error('the sealed key was altered');
    };
    const bound = await parameters(decode(nonce), jwk);
    return new Uint8Array(await crypto.subtle.decrypt(bound, sealing.key, decode(ciphertext)).catch(altered));
  }

  #keys(): Promise<readonly SealingKey[]> {
    this.#imported ??= Promise.all(this.#sealingKeys.map(importSealingKey));
    return this.#imported;
  }
}

interface SealingKey {
  readonly id: string;
  readonly key: CryptoKey;
}

/** The id is the first 9 bytes of SHA-256 of `badgehouse-sealing-key-v1` and the key. */
async function importSealingKey(text: string): Promise<SealingKey> {
  const bytes = decode(text);
  // WebCrypto would take 16 bytes too, for a weaker cipher.
  if (bytes.length !== 32) throw new Error('a sealing key is 32 bytes as base64url without padding');
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array([...utf8.encode('badgehouse-sealing-key-v1'), ...bytes]));
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { id: encode(new Uint8Array(digest, 0, 9)), key };
}

/** The associated data is `<kid>.<alg>.<canonical JWK>`. */
async function parameters(nonce: Uint8Array<ArrayBuffer>, jwk: PublicJwk): Promise<AesGcmParams> {
  const canonical = canonicalJwk(jwk);
  const kid = encode(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(canonical))));
  return { name: 'AES-GCM', iv: nonce, additionalData: utf8.encode(`${kid}.${ALGORITHM[jwk.kty]}.${canonical}`) };
}

/** The thumbprint input of RFC 7638 section 3.2 (RFC 8037 section 2 for OKP). */
export function canonicalJwk(jwk: PublicJwk): string {
  if (jwk.kty === 'RSA') return JSON.stringify({ e: jwk.e, kty: jwk.kty, n: jwk.n });
  const { crv, kty, x } = jwk;
  return JSON.stringify(jwk.kty === 'EC' ? { crv, kty, x, y: jwk.y } : { crv, kty, x });
}
