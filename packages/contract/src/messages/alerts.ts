import { z } from 'zod';
import { idSchema, timeSchema } from './scalars';

/**
 * Why a delivery that has a driver makes no progress. Closed within v1:
 *
 * - `delivery.not_picked_up`: assigned, and not picked up in time
 * - `delivery.not_ended`: picked up, and neither delivered nor failed in time
 * - `delivery.driver_silent`: no heartbeat or location of its driver for too long
 */
export const deliveryAlertTypeSchema = z
  .enum(['delivery.not_picked_up', 'delivery.not_ended', 'delivery.driver_silent'])
  .meta({ id: 'DeliveryAlertType' });

/**
 * What an operator is alerted to. Closed within v1:
 *
 * - `webhook_endpoint.failing`: Vendure has not taken an event for a while, over many tries
 * - `webhook_endpoint.stopped`: Vendure answered 410, and is told of nothing until an operator resumes it
 * - `unmatched_delivery.added`: there are deliveries that Vendure does not know, as after it was restored or reset
 * - `dead_letter.added`: there are events that Vendure will not be told of unless an operator replays them
 * - those of a delivery: see {@link deliveryAlertTypeSchema}
 */
export const alertTypeSchema = z
  .enum([
    'webhook_endpoint.failing',
    'webhook_endpoint.stopped',
    'dead_letter.added',
    'unmatched_delivery.added',
    ...deliveryAlertTypeSchema.options,
  ])
  .meta({ id: 'AlertType' });

/** A state that wants a person; one at most of each type, or of each type and delivery, is open. */
export const alertSchema = z
  .object({
    id: z.uuid(),
    type: alertTypeSchema,
    raisedAt: timeSchema,
    resolvedAt: timeSchema.nullable().meta({ description: 'null while it is open' }),
    deliveryId: idSchema
      .nullable()
      .meta({ description: 'Delivery that makes no progress; null for the engine' }),
    details: z
      .object({
        since: timeSchema.optional(),
        consecutiveFailures: z.int().min(0).optional(),
        lastError: z.string().nullable().optional(),
        deliveryId: idSchema.optional(),
        driverId: idSchema.optional(),
        eventId: idSchema.optional(),
      })
      .meta({
        description:
          'What was known when it was raised: of the endpoint, the oldest dead letter or the delivery',
      }),
  })
  .meta({ id: 'Alert' });

export type DeliveryAlertType = z.infer<typeof deliveryAlertTypeSchema>;
export type AlertType = z.infer<typeof alertTypeSchema>;
export type Alert = z.infer<typeof alertSchema>;
