/** Each platform has a queue and workers of its own: one that hangs as a whole leaves the others theirs. */
export const performQueue = (platform: string): string => `actions.perform.${platform}`
