import { z } from 'zod';
import { deliveryIdentityShape } from './delivery-identity';
import { submittedDropoffSchema, pickupSchema } from './place';
import { requirementsSchema } from './requirements';
import { idSchema, textSchema, timeSchema } from './scalars';

/** Maximum search radius of any configuration or message, in metres. */
export const MAX_SEARCH_RADIUS_METRES = 100_000;

/** Maximum number of orders in one submission. */
export const MAX_SUBMITTED_ORDERS = 128;

/** A paid order of one seller, or of a shop without sellers, that needs a driver. */
export const sellerOrderSchema = z
  .object({
    ...deliveryIdentityShape,
    sellerId: idSchema.optional(),
    pickup: pickupSchema,
    dropoff: submittedDropoffSchema,
    requirements: requirementsSchema.optional(),
    searchRadiusMetres: z.number().positive().max(MAX_SEARCH_RADIUS_METRES).optional().meta({
      description: 'Maximum distance of a driver from the pickup. The engine has its own default and maximum',
    }),
  })
  .meta({ id: 'SellerOrder' });

const sellerOrderReady = <S extends z.ZodType>(order: S) =>
  z.object({
    type: z.literal('seller_order.ready'),
    timestamp: timeSchema,
    data: z.object({ orders: z.array(order).min(1).max(MAX_SUBMITTED_ORDERS) }),
  });

/** Vendure -> engine: submits orders. The reply has one result per order, in the same order. */
export const sellerOrderReadySchema = sellerOrderReady(sellerOrderSchema).meta({ id: 'SellerOrderReady' });

/** Vendure -> engine: changes a waiting delivery, for example when the store has moved. */
export const sellerOrderUpdatedSchema = z
  .object({
    type: z.literal('seller_order.updated'),
    timestamp: timeSchema.meta({ description: 'An update that is older than the last update is rejected' }),
    data: sellerOrderSchema,
  })
  .meta({ id: 'SellerOrderUpdated' });

/** Vendure -> engine: cancels a delivery. May arrive before its `seller_order.ready`. */
export const sellerOrderCancelledSchema = z
  .object({
    type: z.literal('seller_order.cancelled'),
    timestamp: timeSchema,
    data: z.object({
      ...deliveryIdentityShape,
      reason: textSchema(500).optional(),
    }),
  })
  .meta({ id: 'SellerOrderCancelled' });

/**
 * A received message. The engine validates each order of a submission with
 * {@link sellerOrderSchema}, so that an invalid order does not affect the others.
 */
export const sellerOrderMessageSchema = z.discriminatedUnion('type', [
  sellerOrderReady(z.unknown()),
  sellerOrderUpdatedSchema,
  sellerOrderCancelledSchema,
]);

export type SellerOrder = z.infer<typeof sellerOrderSchema>;
export type SellerOrderReady = z.infer<typeof sellerOrderReadySchema>;
export type SellerOrderUpdated = z.infer<typeof sellerOrderUpdatedSchema>;
export type SellerOrderCancelled = z.infer<typeof sellerOrderCancelledSchema>;
export type SellerOrderMessage = z.infer<typeof sellerOrderMessageSchema>;

/** Creates a submission message with the current time. */
export function sellerOrderReadyMessage(orders: SellerOrder[]): SellerOrderReady {
  return { type: 'seller_order.ready', timestamp: new Date().toISOString(), data: { orders } };
}
