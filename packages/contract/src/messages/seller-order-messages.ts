import { z } from 'zod';
import { deliveryIdentityShape } from './delivery-identity';
import { dropoffOrderSchema, pickupSchema } from './place';
import { idSchema, textSchema, timeSchema } from './scalars';

/** No configuration and no message makes the engine look for drivers further away than this. */
export const MAX_SEARCH_RADIUS_METRES = 100_000;

/** Orders in one submission at most. */
export const MAX_SUBMITTED_ORDERS = 128;

/** A paid order of one seller, or of a shop without sellers, that needs a driver. */
export const sellerOrderSchema = z
  .object({
    ...deliveryIdentityShape,
    sellerId: idSchema.optional(),
    pickup: pickupSchema,
    dropoff: dropoffOrderSchema,
    searchRadiusMetres: z.number().positive().max(MAX_SEARCH_RADIUS_METRES).optional().meta({
      description: 'How far from the pickup a driver may be; the engine has its own default and maximum',
    }),
  })
  .meta({ id: 'SellerOrder' });

const sellerOrderReady = <S extends z.ZodType>(order: S) =>
  z.object({
    type: z.literal('seller_order.ready'),
    timestamp: timeSchema,
    data: z.object({ orders: z.array(order).min(1).max(MAX_SUBMITTED_ORDERS) }),
  });

/** Vendure -> engine: orders are submitted. The reply has one result per order, in the same sequence. */
export const sellerOrderReadySchema = sellerOrderReady(sellerOrderSchema).meta({ id: 'SellerOrderReady' });

/** Vendure -> engine: what a waiting delivery was submitted with has changed, as the location of its store. */
export const sellerOrderUpdatedSchema = z
  .object({
    type: z.literal('seller_order.updated'),
    timestamp: timeSchema.meta({ description: 'An update that is older than the last one is refused' }),
    data: sellerOrderSchema,
  })
  .meta({ id: 'SellerOrderUpdated' });

/** Vendure -> engine: the seller order no longer wants a driver. May arrive before its `seller_order.ready`. */
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
 * A message as the engine receives it. The orders of a submission are validated one by one with
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

/** The message that submits orders, as of now. */
export function sellerOrderReadyMessage(orders: SellerOrder[]): SellerOrderReady {
  return { type: 'seller_order.ready', timestamp: new Date().toISOString(), data: { orders } };
}
