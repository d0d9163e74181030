interface Waiting<I, O> {
  item: I;
  resolve(result: O | PromiseLike<O>): void;
  reject(reason: unknown): void;
}

export interface BatchOptions {
  /**
   * Maximum of items per batch.
   * @default Infinity
   */
  maxItems?: number;
  /**
   * Whether an error of a batch also rejects all waiting items.
   * @default never
   */
  failsWaiting?: (error: unknown) => boolean;
}

/**
 * Natural batching: items that arrive while a batch runs form the next batch. An item that arrives while no batch runs
 * starts one at once.
 */
export class NaturalBatches<I, O = void> {
  private readonly waiting: Waiting<I, O>[] = [];
  private running: Promise<void> | undefined;

  /**
   * @param work resolves to one result per item, in the same order; a result may be a promise, for which the next batch does
   * not wait
   */
  constructor(
    private readonly work: (items: I[]) => Promise<(O | PromiseLike<O>)[]>,
    private readonly options: BatchOptions = {},
  ) {}

  /** @throws the error of the work, for each item of the batch */
  add(item: I): Promise<O> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Drops the waiting items, whose promises stay pending. Resolves when the current batch has ended. */
  async stop(): Promise<void> {
    this.waiting.length = 0;
    await this.running;
  }

  private async run(): Promise<void> {
    const { maxItems = Infinity, failsWaiting = () => false } = this.options;
    // Items that are added synchronously after the first one join its batch.
    for (await Promise.resolve(); this.waiting.length > 0; await Promise.resolve()) {
      const batch = this.waiting.splice(0, maxItems);
      try {
        const results = await this.work(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, i) => resolve(results[i]!));
      } catch (error) {
        const waiting = failsWaiting(error) ? this.waiting.splice(0) : [];
        [...batch, ...waiting].forEach(({ reject }) => reject(error));
      }
    }
    this.running = undefined;
  }
}
