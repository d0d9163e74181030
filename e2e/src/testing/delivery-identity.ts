import type { DeliveryIdentity } from '@driver-dispatch/contract';
import type { INestApplicationContext } from '@nestjs/common';
import { TransactionalConnection } from '@vendure/core';

/** Returns the identity of an order's delivery in messages to the engine. */
export async function deliveryIdentity(
  app: INestApplicationContext,
  orderId: string | number,
): Promise<DeliveryIdentity> {
  const [row] = await app.get(TransactionalConnection).rawConnection.query<DeliveryIdentity[]>(
    `SELECT "submissionKey", "orderId"::text AS "sellerOrderId", "orderCode", "channelId"::text AS "channelId"
     FROM driver_delivery WHERE "orderId" = $1`,
    [orderId],
  );
  return row!;
}
