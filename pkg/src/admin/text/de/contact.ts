// The contact.
export const contact = {};
