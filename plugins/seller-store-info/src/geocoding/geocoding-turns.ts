/** How many lookups of visitors wait at the same time. */
const MAX_WAITING = 20;

/** A lookup of a visitor that does not wait any longer. */
export class TooManyLookupsError extends Error {}

/**
 * Lets the lookups of checkouts go first. Those of visitors run one after another, and only while no checkout looks
 * anything up: a checkout waits for one lookup of a visitor at most.
 */
export class GeocodingTurns {
  private readonly waiting = new Set<() => void>();
  private checkouts = 0;
  private visiting = false;

  /** @param maxWaitMs milliseconds that a lookup of a visitor waits at the most */
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

  /** @throws TooManyLookupsError when it would have to wait too long */
  async visitor<T>(lookUp: () => Promise<T>): Promise<T> {
    await this.turn();
    try {
      return await lookUp();
    } finally {
      this.visiting = false;
      this.next();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.size >= MAX_WAITING) {
      return Promise.reject(new TooManyLookupsError());
    }
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(begin);
        reject(new TooManyLookupsError());
      }, this.maxWaitMs);
      this.waiting.add(begin);
      this.next();
    });
  }

  private next(): void {
    const [begin] = this.waiting;
    if (begin && !this.visiting && this.checkouts === 0) {
      this.visiting = true;
      this.waiting.delete(begin);
      begin();
    }
  }
}
