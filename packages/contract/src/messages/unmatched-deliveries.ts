import { z } from 'zod';
import { deliveryIdentityShape } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { idSchema, timeSchema } from './scalars';

export const unmatchedQuerySchema = z
  .object({
    channelId: idSchema.optional(),
    take: z.coerce.number<number>().int().min(1).max(500).default(100),
    skip: z.coerce.number<number>().int().min(0).default(0),
  })
  .meta({ id: 'UnmatchedQuery' });

/** A delivery whose submission key Vendure does not know, for example after Vendure was restored or reset. */
export const unmatchedDeliverySchema = z
  .object({
    deliveryId: idSchema,
    ...deliveryIdentityShape,
    state: deliveryStateSchema,
    driverId: idSchema.nullable(),
    createdAt: timeSchema,
    unmatchedSince: timeSchema.meta({ description: 'When reconciliation found the delivery' }),
  })
  .meta({ id: 'UnmatchedDelivery' });

export const unmatchedPageSchema = z
  .object({ deliveries: z.array(unmatchedDeliverySchema), total: z.int().min(0) })
  .meta({ id: 'UnmatchedPage' });

export type UnmatchedQuery = z.input<typeof unmatchedQuerySchema>;
export type UnmatchedDelivery = z.infer<typeof unmatchedDeliverySchema>;
export type UnmatchedPage = z.infer<typeof unmatchedPageSchema>;
