import { OutboxDispatcher } from '../outbox/outbox-dispatcher';
import { nextPoint } from './points';
import type { TestEngine } from './test-engine';

/** Runs the outbox poll of an engine several times. Resolves when the engine has leased the due events. */
export async function pollOutbox(engine: TestEngine, times: number): Promise<void> {
  const dispatcher = engine.running.application.get(OutboxDispatcher, { strict: false }) as unknown as {
    poll(): void;
    polling: Promise<void> | undefined;
    taking: Promise<void>;
  };
  for (let polls = 0; polls < times; polls++) {
    await dispatcher.polling;
    dispatcher.poll();
    await dispatcher.polling;
    await dispatcher.taking;
  }
}

/** Inserts cancelled deliveries with one unsent event each, in one transaction and without the API. */
export async function writeEvents(engine: TestEngine, prefix: string, count: number): Promise<void> {
  await engine.query(
    `WITH inserted AS (
       INSERT INTO driver_dispatch.deliveries
         (submission_key, seller_order_id, order_code, channel_id, state, sequence, pickup, dropoff)
       SELECT rpad($1 || n || '-', 22, 'x'), $1 || n, $1 || n, '1', 'CANCELLED', 1, $3::jsonb, $3::jsonb
       FROM generate_series(1, $2::int) n
       RETURNING id
     )
     INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor)
     SELECT id, 1, 'delivery.cancelled', 'CANCELLED', 'test' FROM inserted`,
    [prefix, count, JSON.stringify({ point: nextPoint() })],
  );
}

/** Event rows of the deliveries whose seller order id starts with a prefix. */
export function eventRows(engine: TestEngine, prefix: string): Promise<any[]> {
  return engine.query(
    `SELECT e.*, d.seller_order_id FROM driver_dispatch.delivery_events e
     JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
     WHERE d.seller_order_id LIKE $1 || '%' AND e.sequence > 0
     ORDER BY length(d.seller_order_id), d.seller_order_id, e.sequence`,
    [prefix],
  );
}

/** Sets the next send attempt of all unsent events to one minute ago. */
export async function makeOverdue(engine: TestEngine): Promise<void> {
  await engine.query(
    `UPDATE driver_dispatch.delivery_events SET next_attempt_at = now() - interval '1 minute'
     WHERE acknowledged_at IS NULL`,
  );
}
