// Deleted accounts.
export const deleted = {};
