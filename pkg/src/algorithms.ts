// The signature algorithms, as WebCrypto takes them.

/** Their names there, by their JOSE names. */
export const NAMES = { ES256: 'ECDSA', EdDSA: 'Ed25519', RS256: 'RSASSA-PKCS1-v1_5', PS256: 'RSA-PSS' } as const;

/** What is said beside the name to import a key, and to sign and verify with it: each algorithm reads what it knows. */
export const PARAMETERS = { namedCurve: 'P-256', hash: 'SHA-256', saltLength: 32 } as const;
