/** Natural batching: collects items while a batch is processed, and processes them as the next batch. */
export class NaturalBatches<T> {
  private readonly waiting: T[] = [];
  private running: Promise<void> | undefined;

  /**
   * @param process must not reject
   * @param size maximum number of items in a batch
   */
  constructor(
    private readonly process: (items: T[]) => Promise<void>,
    private readonly size: number,
  ) {}

  add(...items: T[]): void {
    this.waiting.push(...items);
    if (this.waiting.length > 0) {
      this.running ??= this.run();
    }
  }

  /** Drops the waiting items. Resolves when the current batch is processed. */
  async stop(): Promise<void> {
    this.waiting.length = 0;
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.process(this.waiting.splice(0, this.size));
    }
    this.running = undefined;
  }
}
