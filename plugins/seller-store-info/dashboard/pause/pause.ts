const MINUTE_MILLISECONDS = 60_000;

/** Returns the end of the pause, or undefined if the store is not paused. */
export function pausedAt(until: string | Date | null | undefined, now: Date): Date | undefined {
  const end = until ? new Date(until) : undefined;
  return end && end > now ? end : undefined;
}

/** Returns the time `minutes` after `now` in ISO 8601, as the field stores it. */
export function inMinutes(minutes: number, now: Date): string {
  return new Date(now.getTime() + minutes * MINUTE_MILLISECONDS).toISOString();
}
