// What was done to an account.
export const history = {};
