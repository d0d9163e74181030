import { z } from 'zod';
import { idSchema, timeSchema } from './scalars';

/**
 * What an operator is alerted to. Closed within v1:
 *
 * - `webhook_endpoint.failing`: Vendure has not taken an event for a while, over many tries
 * - `webhook_endpoint.stopped`: Vendure answered 410, and is told of nothing until an operator resumes it
 * - `dead_letter.added`: there are events that Vendure will not be told of unless an operator replays them
 */
export const alertTypeSchema = z
  .enum(['webhook_endpoint.failing', 'webhook_endpoint.stopped', 'dead_letter.added'])
  .meta({ id: 'AlertType' });

/** A state that wants a person; one at most of each type is open. */
export const alertSchema = z
  .object({
    id: z.uuid(),
    type: alertTypeSchema,
    raisedAt: timeSchema,
    resolvedAt: timeSchema.nullable().meta({ description: 'null while it is open' }),
    details: z
      .object({
        since: timeSchema.optional(),
        consecutiveFailures: z.int().min(0).optional(),
        lastError: z.string().nullable().optional(),
        deliveryId: idSchema.optional(),
        eventId: idSchema.optional(),
      })
      .meta({
        description: 'What was known when it was raised: of the endpoint, or of the oldest dead letter',
      }),
  })
  .meta({ id: 'Alert' });

export type AlertType = z.infer<typeof alertTypeSchema>;
export type Alert = z.infer<typeof alertSchema>;
