// Templates of levels.
export const templates = {};
