// The crypto port: signatures by whoever does them best on the platform.
import type { Awaitable } from './store.js';
import type { PublicJwk } from './token.js';

/** A signature algorithm, by its JOSE name. */
export type Algorithm = 'ES256' | 'EdDSA' | 'RS256' | 'PS256';

/** A signing key: what is published, and the private half, sealed. */
export interface SigningKey {
  readonly jwk: PublicJwk;
  readonly sealed: string;
}

/**
 * Who signs. For an algorithm that is not known, throw an object with `code: 'unsupported'`: EdDSA is built in then, and of the others the operation is `broken`,
 * since every platform has them in WebCrypto, which `webCrypto()` does them by. Anything else that is thrown fails the operation.
 */
export interface CryptoProvider {
  /** A new key pair, never for PS256. */
  generate(algorithm: Algorithm): Awaitable<SigningKey>;
  /** The signature, for ES256 in the P1363 form (RFC 7518 section 3.4); never by PS256. */
  sign(algorithm: Algorithm, key: SigningKey, message: Uint8Array): Awaitable<Uint8Array>;
  /** Whether the signature is the key's over the message. One of a wrong length or form is `false`. */
  verify(algorithm: Algorithm, jwk: PublicJwk, message: Uint8Array, signature: Uint8Array): Awaitable<boolean>;
}
