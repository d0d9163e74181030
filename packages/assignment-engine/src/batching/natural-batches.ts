import { setTimeout as sleep } from 'node:timers/promises';

interface Waiting<I, O> {
  item: I;
  resolve(result: O | PromiseLike<O>): void;
  reject(reason: unknown): void;
}

export interface BatchOptions {
  /**
   * Items in one batch.
   * @default Infinity
   */
  atMost?: number;
  /**
   * Milliseconds that the first of a batch waits for others, where nobody is in a hurry.
   * @default 0
   */
  gatherMs?: number;
  /**
   * Whether an error of one batch is that of all who wait behind it, too.
   * @default never
   */
  endsAll?: (error: unknown) => boolean;
}

/**
 * Work that is cheaper for many than for one at a time: what comes while a batch is under way goes into the next one
 * together. Who comes when there is none is not kept waiting.
 */
export class NaturalBatches<I, O> {
  private readonly waiting: Waiting<I, O>[] = [];
  private working = false;

  /**
   * @param work resolves to one result for each item, in their order; a result may be a promise of its own, which the
   * next batch does not wait for
   */
  constructor(
    private readonly work: (items: I[]) => Promise<(O | PromiseLike<O>)[]>,
    private readonly options: BatchOptions = {},
  ) {}

  /** @throws whatever the work throws, to each item of the batch */
  add(item: I): Promise<O> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.working) {
        void this.workOn();
      }
    });
  }

  private async workOn(): Promise<void> {
    this.working = true;
    const { atMost = Infinity, gatherMs = 0, endsAll = () => false } = this.options;
    while (this.waiting.length > 0) {
      // Those who come in the same turn of the event loop go together from the first batch on.
      await (gatherMs > 0 && this.waiting.length < atMost ? sleep(gatherMs) : undefined);
      const batch = this.waiting.splice(0, atMost);
      try {
        const results = await this.work(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, i) => resolve(results[i]));
      } catch (error) {
        const behind = endsAll(error) ? this.waiting.splice(0) : [];
        [...batch, ...behind].forEach(({ reject }) => reject(error));
      }
    }
    this.working = false;
  }
}
