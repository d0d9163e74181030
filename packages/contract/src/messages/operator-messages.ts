import { z } from 'zod';
import { alertSchema } from './alerts';
import { deliveryIdentityShape } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { driverRecordSchema } from './driver-records';
import { recordedErrorSchema } from './recorded-error';
import { idSchema, textSchema, timeSchema } from './scalars';

/** Manual assignment of a driver to a delivery. */
export const assignManuallySchema = z
  .object({
    driverId: idSchema,
    operator: textSchema(200).meta({ description: 'Dispatcher who chose the driver; recorded' }),
  })
  .meta({ id: 'AssignManually' });

/** Manual reassignment of a delivery to another driver. */
export const reassignSchema = assignManuallySchema
  .extend({
    fromDriverId: idSchema.meta({
      description: 'Current driver. The request is rejected if the delivery has another driver meanwhile',
    }),
  })
  .meta({ id: 'Reassign' });

/** Outcome of a delivery that a dispatcher ends. */
export const deliveryOutcomeSchema = z
  .enum(['DELIVERED', 'FAILED', 'RETURNED_TO_STORE'])
  .meta({ id: 'DeliveryOutcome' });

/** A dispatcher ends an open delivery, for example when the driver's device fails. */
export const endDeliverySchema = z
  .object({
    outcome: deliveryOutcomeSchema,
    reason: textSchema(500),
    operator: textSchema(200).meta({ description: 'Dispatcher who ends the delivery; recorded' }),
  })
  .meta({ id: 'EndDelivery' });

/** A dispatcher resets the failed PIN attempts of a delivery. */
export const resetFailedPinAttemptsSchema = z
  .object({
    operator: textSchema(200).meta({ description: 'Dispatcher who resets the attempts; recorded' }),
  })
  .meta({ id: 'ResetFailedPinAttempts' });

/** A query for the locations of drivers who are not OFFLINE. */
export const fleetQuerySchema = z
  .object({
    channelId: idSchema.optional().meta({ description: 'As in DriverQuery' }),
    take: z.coerce.number<number>().int().min(1).max(5000).default(1000),
  })
  .meta({ id: 'FleetQuery' });

/** The AVAILABLE and BUSY drivers. `truncated`: there are more drivers than `take`. */
export const fleetSchema = z
  .object({ drivers: z.array(driverRecordSchema), truncated: z.boolean() })
  .meta({ id: 'Fleet' });

/** Selects the dead letters that match all given fields. */
export const deadLetterFilterSchema = z
  .object({
    channelId: idSchema.optional(),
    deliveryId: z.uuid().optional(),
    eventId: z.uuid().optional(),
    since: timeSchema.optional().meta({ description: 'Earliest `deadAt`' }),
    until: timeSchema.optional().meta({ description: 'Latest `deadAt`' }),
  })
  .meta({ id: 'DeadLetterFilter' });

export const deadLetterQuerySchema = deadLetterFilterSchema
  .extend({
    take: z.coerce.number<number>().int().min(1).max(500).default(100),
    skip: z.coerce.number<number>().int().min(0).default(0),
  })
  .meta({ id: 'DeadLetterQuery' });

/** An event that is not sent to Vendure any more unless it is replayed. */
export const deadLetterSchema = z
  .object({
    eventId: idSchema,
    deliveryId: idSchema,
    ...deliveryIdentityShape,
    sequence: z.int().min(0),
    type: z.string(),
    state: deliveryStateSchema,
    at: timeSchema,
    deadAt: timeSchema,
    attempts: z.int().min(0),
    lastError: recordedErrorSchema.nullable(),
  })
  .meta({ id: 'DeadLetter' });

export const deadLetterPageSchema = z
  .object({ deadLetters: z.array(deadLetterSchema), total: z.int().min(0) })
  .meta({ id: 'DeadLetterPage' });

export const replayReplySchema = z.object({ replayed: z.int().min(0) }).meta({ id: 'ReplayReply' });

/** State of Vendure's webhook. `stopped`: it answered 410; no events are sent until an operator resumes it. */
export const webhookEndpointSchema = z
  .object({
    state: z.enum(['active', 'failing', 'stopped']),
    since: timeSchema,
    consecutiveFailures: z.int().min(0),
    lastError: recordedErrorSchema.nullable(),
    unsent: z.int().min(0).meta({ description: 'Number of unsent events, without dead letters' }),
    deadLetters: z.int().min(0),
  })
  .meta({ id: 'WebhookEndpoint' });

export const alertListSchema = z.object({ alerts: z.array(alertSchema) }).meta({ id: 'AlertList' });

export type AssignManually = z.infer<typeof assignManuallySchema>;
export type Reassign = z.infer<typeof reassignSchema>;
export type DeliveryOutcome = z.infer<typeof deliveryOutcomeSchema>;
export type EndDelivery = z.infer<typeof endDeliverySchema>;
export type ResetFailedPinAttempts = z.infer<typeof resetFailedPinAttemptsSchema>;
export type FleetQuery = z.input<typeof fleetQuerySchema>;
export type Fleet = z.infer<typeof fleetSchema>;
export type DeadLetterFilter = z.infer<typeof deadLetterFilterSchema>;
export type DeadLetterQuery = z.input<typeof deadLetterQuerySchema>;
export type DeadLetter = z.infer<typeof deadLetterSchema>;
export type DeadLetterPage = z.infer<typeof deadLetterPageSchema>;
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>;
