import { sellerOrderCancelledSchema } from '@driver-dispatch/contract';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';

const { correlationId: correlationIdSchema } = sellerOrderCancelledSchema.shape.data.shape;

/**
 * What follows an order through the logs of both sides: its code, as people know that. A code which is no id of
 * the contract, such as `#1001` or `2026/0001` of a shop's own `OrderCodeStrategy`, gives way to the id of the
 * seller order, as in `order-42`.
 */
export function correlationIdOf({
  orderCode,
  sellerOrderId,
}: Pick<DriverDelivery, 'orderCode' | 'sellerOrderId'>): string {
  return correlationIdSchema.safeParse(orderCode).success ? orderCode : `order-${sellerOrderId}`;
}
