import type { DataSource } from 'typeorm';

/** Events that one statement changes at the most: what is unsent after long may take longer than one may. */
export const EVENT_BATCH = 1_000;

interface Batch {
  events: number;
  /** The last event of the batch; null when there was none. */
  deliveryId: string | null;
  sequence: number | null;
}

/**
 * Runs a statement for one batch of events after the other, until one changes none.
 *
 * @param parameters those that come before the three of a batch: delivery and sequence to begin behind, and its size
 * @returns how many events were changed
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
      batch.deliveryId, batch.sequence, EVENT_BATCH,
    ]);
    changed += batch.events;
  } while (batch.events > 0);
  return changed;
}
