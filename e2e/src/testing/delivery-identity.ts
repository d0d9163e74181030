import type { DeliveryIdentity } from '@driver-dispatch/contract';
import type { INestApplicationContext } from '@nestjs/common';
import { TransactionalConnection } from '@vendure/core';

/** The identity of an order's delivery, as the shop's messages to the engine have it. */
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
