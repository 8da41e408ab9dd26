// The audit.
export const audit = {};
