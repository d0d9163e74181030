const MINUTE_MILLISECONDS = 60_000;

/** Until when a store is paused; undefined for one that is not, or not any more. */
export function pausedAt(until: string | Date | null | undefined, now: Date): Date | undefined {
  const end = until ? new Date(until) : undefined;
  return end && end > now ? end : undefined;
}

/** The instant some minutes from now, as the field keeps it. */
export function inMinutes(minutes: number, now: Date): string {
  return new Date(now.getTime() + minutes * MINUTE_MILLISECONDS).toISOString();
}
