// An account as such.
export const overview = {};
