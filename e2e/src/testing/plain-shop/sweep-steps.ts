import { DispatchSweepService } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import type { PlainShop } from '../plain-shop';

const OPEN_WORK = `
  SELECT id::text FROM job_record WHERE "isSettled" = false
  UNION ALL
  SELECT id::text FROM driver_delivery
  WHERE (state = 'SUBMITTING' AND "cancelRequestedAt" IS NULL)
    OR ("cancelRequestedAt" IS NOT NULL AND "cancelAnsweredAt" IS NULL)
  UNION ALL
  SELECT id::text FROM driver_dispatch.delivery_events WHERE acknowledged_at IS NULL AND dead_at IS NULL`;

/** Waits until no submission, cancellation or event is open. */
export async function untilIdle(shop: PlainShop): Promise<void> {
  await eventually(
    () => shop.query(OPEN_WORK),
    (open) => open.length === 0,
  );
}

/** Makes the deliveries of an order due for the comparison in the next sweep. */
export async function makeDue(shop: PlainShop, orderId: string): Promise<void> {
  await shop.query(
    `UPDATE driver_delivery SET "reconciledAt" = NULL, "createdAt" = now() - interval '1 hour',
       "updatedAt" = now() - interval '10 minutes' WHERE "orderId" = $1`,
    [orderId],
  );
}

export function sweep(shop: PlainShop): ReturnType<DispatchSweepService['sweep']> {
  return shop.server.app.get(DispatchSweepService).sweep();
}

/** Deletes the delivery of an order in the engine, as a restore from a backup before the order does. */
export async function deleteInEngine(shop: PlainShop, orderId: string): Promise<void> {
  for (const table of ['delivery_events', 'assignments', 'alerts']) {
    await shop.query(
      `DELETE FROM driver_dispatch.${table} t USING driver_dispatch.deliveries d
       WHERE t.delivery_id = d.id AND d.seller_order_id = $1`,
      [orderId],
    );
  }
  await shop.query('DELETE FROM driver_dispatch.deliveries WHERE seller_order_id = $1', [orderId]);
  await makeDue(shop, orderId);
}
