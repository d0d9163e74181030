const WINDOW_MS = 60_000;

/** Limits the lookups of each client per minute, in this process. */
export class LookupRateLimit {
  private readonly counts = new Map<string, number>();
  private windowStart = 0;

  /** @param perMinute maximum number of lookups of one client per minute */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** @returns false if the client has reached the limit */
  take(client: string): boolean {
    if (this.now() - this.windowStart >= WINDOW_MS) {
      this.windowStart = this.now();
      this.counts.clear();
    }
    const count = this.counts.get(client) ?? 0;
    this.counts.set(client, count + 1);
    return count < this.perMinute;
  }
}
