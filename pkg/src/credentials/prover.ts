// Proofs of possession (RFC 9449): one for each request, with the nonce that its server asks for.
import { PARAMETERS } from '../algorithms.js';
import { encode } from '../base64url.js';
import { bytes, signed, type SigningCryptoKey } from './jws.js';

/** A key pair that may sign, and whose public half can be exported, as every public key can. */
export interface SigningKeyPair {
  readonly privateKey: SigningCryptoKey;
  readonly publicKey: SigningCryptoKey;
}

/** Makes proofs by one key. */
export interface Prover {
  /** For a call, and with a token for the call that it is presented in. */
  proof(method: string, url: string, token?: string): Promise<string>;
  /** Keeps the nonce of an answer; whether there is one. */
  note(url: string, answer: Response): boolean;
}

/** Of a key pair, or of one that is made when it is first needed. */
export function proverBy(given: SigningKeyPair | true): Prover {
  /** The nonce that each origin has given last (section 8.2). */
  const nonces = new Map<string, string>();
  let pair: SigningKeyPair | Promise<SigningKeyPair> | true = given;
  return {
    async proof(method, url, token) {
      // Not extractable: a token that gets out is of no use without this program.
      if (pair === true) pair = crypto.subtle.generateKey({ name: 'ECDSA', ...PARAMETERS }, false, ['sign', 'verify']);
      const { privateKey, publicKey } = await pair;
      const { ext: _, key_ops: __, ...jwk } = await crypto.subtle.exportKey('jwk', publicKey);
      const { origin, pathname } = new URL(url);
      const ath = token && encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(token))));
      return signed(privateKey, { typ: 'dpop+jwt', jwk }, { htm: method, htu: origin + pathname, ath, nonce: nonces.get(origin) });
    },
    note(url, { headers }) {
      const nonce = headers.get('dpop-nonce');
      if (nonce) nonces.set(new URL(url).origin, nonce);
      return !!nonce;
    },
  };
}
