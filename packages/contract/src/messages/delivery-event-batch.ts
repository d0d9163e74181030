import { z } from 'zod';
import { deliveryEventSchema } from './delivery-events';
import { recordedErrorSchema } from './recorded-error';
import { idSchema, timeSchema } from './scalars';

/** Maximum number of events in one batch. */
export const MAX_EVENTS_PER_BATCH = 128;

const createBatchSchema = <E extends z.ZodType>(event: E) =>
  z.object({
    type: z.literal('delivery.events'),
    timestamp: timeSchema,
    data: z.object({
      events: z.array(event).min(1).max(MAX_EVENTS_PER_BATCH).meta({
        description: 'Events of one or more deliveries. The events of one delivery are sorted by `sequence`',
      }),
    }),
  });

/** Message from the engine to Vendure. The response is {@link deliveryEventResultsSchema}: one result per event. */
export const deliveryEventBatchSchema = createBatchSchema(deliveryEventSchema).meta({
  id: 'DeliveryEventBatch',
});

/**
 * A received batch whose events are not yet validated. The receiver validates each event with `deliveryEventSchema`, so
 * that an invalid event does not affect the others.
 */
export const receivedEventBatchSchema = createBatchSchema(z.looseObject({ id: idSchema }));

/** Result of one event of a batch. `applied` and `duplicate` acknowledge the event: the engine does not resend it. */
export const deliveryEventResultSchema = z
  .discriminatedUnion('result', [
    z.object({ id: idSchema, result: z.enum(['applied', 'duplicate']) }),
    z.object({
      id: idSchema,
      result: z.literal('error').meta({ description: 'The event was not applied' }),
      error: recordedErrorSchema.extend({ retryAfterSeconds: z.number().min(0).optional() }),
    }),
  ])
  .meta({ id: 'DeliveryEventResult' });

/** Response to {@link deliveryEventBatchSchema}: a result for each event, in any order. */
export const deliveryEventResultsSchema = z
  .object({ results: z.array(deliveryEventResultSchema) })
  .meta({ id: 'DeliveryEventResults' });

export type DeliveryEventBatch = z.infer<typeof deliveryEventBatchSchema>;
export type ReceivedEvent = z.infer<typeof receivedEventBatchSchema>['data']['events'][number];
export type DeliveryEventResult = z.infer<typeof deliveryEventResultSchema>;
export type DeliveryEventResults = z.infer<typeof deliveryEventResultsSchema>;

/** Creates a batch message with the current time. */
export function deliveryEventBatch<E>(events: E[]) {
  return { type: 'delivery.events' as const, timestamp: new Date().toISOString(), data: { events } };
}
