// Permissions.
export const rights = {};
