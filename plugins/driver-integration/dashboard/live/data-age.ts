/** Age in ms from which displayed data is outdated. Live data is fetched every 3 seconds. */
const OUTDATED_AFTER_MS = 10_000;

/** Minimum time in ms without a check, for example in a hidden tab or a sleeping computer, after which ages start again. */
const PAUSE_MS = 5_000;

interface DisplayedQuery {
  queryHash: string;
  /** Time of the last response in ms; 0 before the first one. */
  dataUpdatedAt: number;
}

/** Determines since when the displayed data is outdated. Call {@link check} every second while the tab is visible. */
export class DataAge {
  private displayedSince = new Map<string, number>();
  private checkedAt = 0;

  /** Returns the time in ms of the oldest outdated response, or of the first request if there was no response. */
  check(queries: readonly DisplayedQuery[], now: number): number | undefined {
    const before = now - this.checkedAt > PAUSE_MS ? undefined : this.displayedSince;
    this.displayedSince = new Map(queries.map(({ queryHash }) => [queryHash, before?.get(queryHash) ?? now]));
    this.checkedAt = now;
    const outdated = queries.flatMap(({ queryHash, dataUpdatedAt }) => {
      const displayedSince = this.displayedSince.get(queryHash)!;
      const isOutdated = now - Math.max(dataUpdatedAt, displayedSince) > OUTDATED_AFTER_MS;
      return isOutdated ? [dataUpdatedAt || displayedSince] : [];
    });
    return outdated.length > 0 ? Math.min(...outdated) : undefined;
  }
}
