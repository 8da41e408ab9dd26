// Proofs of possession (RFC 9449): one for each request, with the nonce that its server asks for.
import { encode } from '../base64url.js';
import { bytes, signed, type SigningCryptoKey } from './jws.js';

/** A key pair that may sign, and whose public half can be exported, as every public key can. */
export interface SigningKeyPair {
  readonly privateKey: SigningCryptoKey;
  readonly publicKey: SigningCryptoKey;
}

/** Makes proofs by one key, which is made when it is first needed where none was given. */
export class Prover {
  #pair: SigningKeyPair | Promise<SigningKeyPair> | undefined;
  /** The nonce that each origin has given last (section 8.2). */
  readonly #nonces = new Map<string, string>();

  constructor(pair: SigningKeyPair | true) {
    if (pair !== true) this.#pair = pair;
  }

  /** For a call, and with a token for the call that it is presented in. */
  async proof(method: string, url: string, token?: string): Promise<string> {
    // Not extractable: a token that gets out is of no use without this program.
    this.#pair ??= crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    const { privateKey, publicKey } = await this.#pair;
    const { ext: _, key_ops: __, ...jwk } = await crypto.subtle.exportKey('jwk', publicKey);
    const { origin, pathname } = new URL(url);
    const ath = token && encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(token))));
    return signed(privateKey, { typ: 'dpop+jwt', jwk }, { htm: method, htu: origin + pathname, ath, nonce: this.#nonces.get(origin) });
  }

  /** Keeps the nonce of an answer; whether there is one. */
  note(url: string, { headers }: Response): boolean {
    const nonce = headers.get('dpop-nonce');
    if (nonce) this.#nonces.set(new URL(url).origin, nonce);
    return !!nonce;
  }
}
