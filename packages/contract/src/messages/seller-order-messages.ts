import { z } from 'zod';
import { deliveryIdentityShape } from './delivery-identity';
import { dropoffOrderSchema, pickupSchema } from './place';
import { idSchema, textSchema, timeSchema } from './scalars';

/** No configuration and no message makes the engine look for drivers further away than this. */
export const MAX_SEARCH_RADIUS_METRES = 100_000;

/** Vendure -> engine: a paid order of one seller (or of a shop without sellers) wants a driver. */
export const sellerOrderReadySchema = z
  .object({
    type: z.literal('seller_order.ready'),
    timestamp: timeSchema,
    data: z.object({
      ...deliveryIdentityShape,
      sellerId: idSchema.optional(),
      pickup: pickupSchema,
      dropoff: dropoffOrderSchema,
      searchRadiusMetres: z.number().positive().max(MAX_SEARCH_RADIUS_METRES).optional().meta({
        description: 'How far from the pickup a driver may be; the engine has its own default and maximum',
      }),
    }),
  })
  .meta({ id: 'SellerOrderReady' });

/** Vendure -> engine: what a waiting delivery was submitted with has changed, as the location of its store. */
export const sellerOrderUpdatedSchema = sellerOrderReadySchema
  .extend({
    type: z.literal('seller_order.updated'),
    timestamp: timeSchema.meta({ description: 'An update that is older than the last one changes nothing' }),
  })
  .meta({ id: 'SellerOrderUpdated' });

/** Vendure -> engine: the seller order no longer wants a driver. May overtake its `seller_order.ready`. */
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

export const sellerOrderMessageSchema = z.discriminatedUnion('type', [
  sellerOrderReadySchema,
  sellerOrderUpdatedSchema,
  sellerOrderCancelledSchema,
]);

export type SellerOrderReady = z.infer<typeof sellerOrderReadySchema>;
export type SellerOrderUpdated = z.infer<typeof sellerOrderUpdatedSchema>;
export type SellerOrderCancelled = z.infer<typeof sellerOrderCancelledSchema>;
export type SellerOrderMessage = z.infer<typeof sellerOrderMessageSchema>;
