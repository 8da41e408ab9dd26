// Usage by day.
export const usage = {};
