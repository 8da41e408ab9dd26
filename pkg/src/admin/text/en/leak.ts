// Whether a text is a secret.
export const leak = {};
