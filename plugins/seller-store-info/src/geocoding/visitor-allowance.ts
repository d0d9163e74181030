const WINDOW_MS = 60_000;

/** Counts the lookups of each client in this process, minute by minute. */
export class VisitorAllowance {
  private readonly counts = new Map<string, number>();
  private windowStart = 0;

  /** @param perMinute lookups of one visitor */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** @returns false when the visitor has used up this minute's lookups */
  take(visitor: string): boolean {
    if (this.now() - this.windowStart >= WINDOW_MS) {
      this.windowStart = this.now();
      this.counts.clear();
    }
    const count = this.counts.get(visitor) ?? 0;
    this.counts.set(visitor, count + 1);
    return count < this.perMinute;
  }
}
