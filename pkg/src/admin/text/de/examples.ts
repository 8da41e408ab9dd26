// How a program uses an account.
export const examples = {};
