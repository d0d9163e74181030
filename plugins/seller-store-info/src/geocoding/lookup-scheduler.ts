/** Maximum number of waiting visitor lookups. */
const MAX_WAITING = 20;

/** Thrown if too many visitor lookups are waiting, or one has waited too long. */
export class TooManyLookupsError extends Error {}

/**
 * Gives checkout lookups priority. Visitor lookups run one at a time, and start only while no checkout lookup is running.
 * A checkout lookup therefore waits for at most one visitor lookup.
 */
export class LookupScheduler {
  private readonly waiting = new Set<() => void>();
  private checkouts = 0;
  private visitorRunning = false;

  /** @param maxWaitMs maximum wait of a visitor lookup in milliseconds */
  constructor(private readonly maxWaitMs: number) {}

  async checkout<T>(lookUp: () => Promise<T>): Promise<T> {
    this.checkouts += 1;
    try {
      return await lookUp();
    } finally {
      this.checkouts -= 1;
      this.next();
    }
  }

  /** @throws TooManyLookupsError if the lookup cannot start in time */
  async visitor<T>(lookUp: () => Promise<T>): Promise<T> {
    await this.waitForTurn();
    try {
      return await lookUp();
    } finally {
      this.visitorRunning = false;
      this.next();
    }
  }

  private waitForTurn(): Promise<void> {
    if (this.waiting.size >= MAX_WAITING) {
      return Promise.reject(new TooManyLookupsError());
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(start);
        reject(new TooManyLookupsError());
      }, this.maxWaitMs);
      this.waiting.add(start);
      this.next();
    });
  }

  private next(): void {
    const [start] = this.waiting;
    if (start && !this.visitorRunning && this.checkouts === 0) {
      this.visitorRunning = true;
      this.waiting.delete(start);
      start();
    }
  }
}
