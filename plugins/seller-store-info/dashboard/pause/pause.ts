/** Returns the end of the pause, or undefined if the store is not paused. */
export function pausedAt(until: string | null | undefined, now: Date): Date | undefined {
  const end = until ? new Date(until) : undefined;
  return end && end > now ? end : undefined;
}
