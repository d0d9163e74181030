import type { DataSource } from 'typeorm';

/** Maximum of events per statement: many unsent events could exceed the statement timeout. */
export const EVENT_BATCH = 1_000;

interface Batch {
  events: number;
  /** The last event of the batch; null for an empty batch. */
  deliveryId: string | null;
  sequence: number | null;
}

/**
 * Runs a statement for successive batches of events, until a batch is empty.
 *
 * @param parameters come before the three parameters of a batch: last delivery, last sequence, batch size
 * @returns the number of changed events
 */
export async function changeInBatches(
  dataSource: DataSource,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<number> {
  let changed = 0;
  let batch: Batch = { events: 0, deliveryId: null, sequence: null };
  do {
    [batch] = await dataSource.query<[Batch]>(statement, [
      ...parameters,
      batch.deliveryId,
      batch.sequence,
      EVENT_BATCH,
    ]);
    changed += batch.events;
  } while (batch.events > 0);
  return changed;
}
