// Secrets, public keys and outside issuers.
export const credentials = {};
