import { z } from 'zod';
import { alertSchema } from './alerts';
import { deliveryIdentityShape } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { driverRecordSchema } from './driver-records';
import { idSchema, textSchema, timeSchema } from './scalars';

/** A driver whom a person has chosen for a delivery. */
export const assignManuallySchema = z
  .object({
    driverId: idSchema,
    operator: textSchema(200).meta({ description: 'Who has chosen; goes on record with the decision' }),
  })
  .meta({ id: 'AssignManually' });

/** Another driver, whom a person has chosen for a delivery that has one already. */
export const reassignSchema = assignManuallySchema
  .extend({
    fromDriverId: idSchema.meta({
      description: 'Who had it when the choice was made; refused when somebody else has it by now',
    }),
  })
  .meta({ id: 'Reassign' });

/** How a dispatcher ends a delivery. */
export const deliveryOutcomeSchema = z
  .enum(['delivered', 'failed', 'returned_to_store'])
  .meta({ id: 'DeliveryOutcome' });

/** A dispatcher ends an open delivery, as when the driver's device fails. */
export const endDeliverySchema = z
  .object({
    outcome: deliveryOutcomeSchema,
    reason: textSchema(500),
    operator: textSchema(200).meta({ description: 'Dispatcher who ends it; recorded with the event' }),
  })
  .meta({ id: 'EndDelivery' });

/** A dispatcher resets the failed PIN attempts of a delivery. */
export const resetFailedPinAttemptsSchema = z
  .object({
    operator: textSchema(200).meta({ description: 'Dispatcher who resets them; recorded with the event' }),
  })
  .meta({ id: 'ResetFailedPinAttempts' });

/** Whose positions are wanted. */
export const fleetQuerySchema = z
  .object({
    channelId: idSchema.optional().meta({ description: 'As in DriverQuery' }),
    take: z.coerce.number<number>().int().min(1).max(5000).default(1000),
  })
  .meta({ id: 'FleetQuery' });

/** The drivers on the road, and whether there are more than were asked for. */
export const fleetSchema = z
  .object({ drivers: z.array(driverRecordSchema), truncated: z.boolean() })
  .meta({ id: 'Fleet' });

/** Which dead letters: all that meet every one of these. */
export const deadLetterFilterSchema = z
  .object({
    channelId: idSchema.optional(),
    deliveryId: z.uuid().optional(),
    eventId: z.uuid().optional(),
    since: timeSchema.optional().meta({ description: 'Dead since then or later' }),
    until: timeSchema.optional().meta({ description: 'Dead by then' }),
  })
  .meta({ id: 'DeadLetterFilter' });

export const deadLetterQuerySchema = deadLetterFilterSchema
  .extend({
    take: z.coerce.number<number>().int().min(1).max(500).default(100),
    skip: z.coerce.number<number>().int().min(0).default(0),
  })
  .meta({ id: 'DeadLetterQuery' });

/** An event that Vendure will not be told of unless it is replayed. */
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
    lastError: z.string().nullable(),
  })
  .meta({ id: 'DeadLetter' });

export const deadLetterPageSchema = z
  .object({ deadLetters: z.array(deadLetterSchema), total: z.int().min(0) })
  .meta({ id: 'DeadLetterPage' });

export const replayReplySchema = z.object({ replayed: z.int().min(0) }).meta({ id: 'ReplayReply' });

/** How Vendure's webhook does. `stopped`: it answered 410, and is told of nothing until an operator resumes it. */
export const webhookEndpointSchema = z
  .object({
    state: z.enum(['active', 'failing', 'stopped']),
    since: timeSchema,
    consecutiveFailures: z.int().min(0),
    lastError: z.string().nullable(),
    unsent: z
      .int()
      .min(0)
      .meta({ description: 'Events Vendure is yet to be told of, dead letters apart' }),
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
