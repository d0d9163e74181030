import { z } from 'zod';
import { submissionKeySchema } from './delivery-identity';
import { timeSchema } from './scalars';

/** Maximum number of deliveries in one request. */
export const MAX_ERASED_DELIVERIES = 500;

const submissionKeysSchema = z.array(submissionKeySchema).max(MAX_ERASED_DELIVERIES);

/** Vendure -> engine: erases the personal data of deliveries before the retention time, as their customer was deleted. */
export const eraseDeliveriesSchema = z
  .object({
    type: z.literal('deliveries.erase'),
    timestamp: timeSchema,
    data: z.object({ submissionKeys: submissionKeysSchema.min(1) }),
  })
  .meta({ id: 'EraseDeliveries' });

export const eraseDeliveriesReplySchema = z
  .object({
    pending: submissionKeysSchema.meta({
      description:
        'Deliveries that are open or have an unacknowledged event. All others are erased, or the engine does not have them',
    }),
  })
  .meta({ id: 'EraseDeliveriesReply' });

export type EraseDeliveries = z.infer<typeof eraseDeliveriesSchema>;
export type EraseDeliveriesReply = z.infer<typeof eraseDeliveriesReplySchema>;

/** Creates a request with the current time. */
export function eraseDeliveries(submissionKeys: string[]): EraseDeliveries {
  return { type: 'deliveries.erase', timestamp: new Date().toISOString(), data: { submissionKeys } };
}
