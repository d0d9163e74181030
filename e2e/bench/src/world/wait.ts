/** Longest wait for a state of the engine or the shop, in milliseconds. */
export const WAIT_MS = 300_000;
