import { z } from 'zod';
import { recordedErrorSchema } from './recorded-error';
import { idSchema, timeSchema } from './scalars';

/**
 * Why an assigned delivery makes no progress. Closed within v1:
 *
 * - `delivery.not_picked_up`: assigned, but not picked up in time
 * - `delivery.not_ended`: picked up, but not delivered or failed in time
 * - `delivery.driver_silent`: its driver has sent no heartbeat and no location for too long
 * - `delivery.no_show`: assigned, but its driver has not approached the store in time
 */
export const deliveryAlertTypeSchema = z
  .enum(['delivery.not_picked_up', 'delivery.not_ended', 'delivery.driver_silent', 'delivery.no_show'])
  .meta({ id: 'DeliveryAlertType' });

/**
 * Alert types for operators. Closed within v1:
 *
 * - `webhook_endpoint.failing`: many send attempts to Vendure have failed in a row
 * - `webhook_endpoint.stopped`: Vendure answered 410; no events are sent until an operator resumes the endpoint
 * - `unmatched_delivery.added`: deliveries exist that Vendure does not know, for example after Vendure was restored or reset
 * - `dead_letter.added`: dead letters exist, which are not sent again until an operator replays them
 * - alert types of a delivery: see {@link deliveryAlertTypeSchema}
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

/** A condition that an operator must handle. At most one alert per type is open, or one per type and delivery. */
export const alertSchema = z
  .object({
    id: z.uuid(),
    type: alertTypeSchema,
    raisedAt: timeSchema,
    resolvedAt: timeSchema.nullable().meta({ description: 'null while the alert is open' }),
    deliveryId: idSchema
      .nullable()
      .meta({ description: 'Delivery that makes no progress; null for an alert of the engine' }),
    details: z
      .object({
        since: timeSchema.optional(),
        consecutiveFailures: z.int().min(0).optional(),
        lastError: recordedErrorSchema.nullable().optional(),
        deliveryId: idSchema.optional(),
        driverId: idSchema.optional(),
        eventId: idSchema.optional(),
      })
      .meta({
        description:
          'State of the endpoint, the oldest dead letter or the delivery when the alert was raised',
      }),
  })
  .meta({ id: 'Alert' });

export type DeliveryAlertType = z.infer<typeof deliveryAlertTypeSchema>;
export type AlertType = z.infer<typeof alertTypeSchema>;
export type Alert = z.infer<typeof alertSchema>;
