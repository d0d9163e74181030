import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors/error-code';
import { deliveryEventSchema } from './delivery-events';
import { idSchema, timeSchema } from './scalars';

/** The most events of one batch. */
export const MAX_EVENTS_PER_BATCH = 128;

const batchOf = <E extends z.ZodType>(event: E) =>
  z.object({
    type: z.literal('delivery.events'),
    timestamp: timeSchema,
    data: z.object({
      events: z.array(event).min(1).max(MAX_EVENTS_PER_BATCH).meta({
        description: 'Of any deliveries. Events of one delivery are in their sequence',
      }),
    }),
  });

/** Engine -> Vendure. The receiver answers with one result per event. */
export const deliveryEventBatchSchema = batchOf(deliveryEventSchema).meta({ id: 'DeliveryEventBatch' });

/**
 * A batch as a receiver reads it: its events are not validated. The receiver validates each with `deliveryEventSchema`,
 * so that an invalid event does not reject the others.
 */
export const receivedEventBatchSchema = batchOf(z.looseObject({ id: idSchema }));

const errorCodeSchema = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** What became of one event of a batch. */
export const deliveryEventResultSchema = z
  .discriminatedUnion('result', [
    z.object({ id: idSchema, result: z.enum(['applied', 'duplicate']) }),
    z.object({
      id: idSchema,
      result: z.literal('error').meta({ description: 'The event changed nothing' }),
      error: z.object({
        code: errorCodeSchema,
        message: z.string(),
        retryAfterSeconds: z.number().min(0).optional(),
      }),
    }),
  ])
  .meta({ id: 'DeliveryEventResult' });

/** The answer to {@link deliveryEventBatchSchema}: a result for each event, in any order. */
export const deliveryEventResultsSchema = z
  .object({ results: z.array(deliveryEventResultSchema) })
  .meta({ id: 'DeliveryEventResults' });

export type DeliveryEventBatch = z.infer<typeof deliveryEventBatchSchema>;
export type ReceivedEvent = z.infer<typeof receivedEventBatchSchema>['data']['events'][number];
export type DeliveryEventResult = z.infer<typeof deliveryEventResultSchema>;
export type DeliveryEventResults = z.infer<typeof deliveryEventResultsSchema>;

/** The message that carries some events, as of now. */
export function deliveryEventBatch<E>(events: E[]) {
  return { type: 'delivery.events' as const, timestamp: new Date().toISOString(), data: { events } };
}
