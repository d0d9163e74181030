import { z } from 'zod';
import { submissionKeySchema } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { driverStatusSchema } from './driver-app-messages';
import { driverOfferSchema } from './offers';
import { dropoffSchema, pickupSchema } from './place';
import { recordedErrorSchema } from './recorded-error';
import { idSchema, timeSchema } from './scalars';

const errorBodySchema = z.object({ error: recordedErrorSchema }).meta({ id: 'ErrorBody' });

/** The engine's reply to a seller-order message. */
export const deliveryReceiptSchema = z
  .object({
    deliveryId: idSchema,
    submissionKey: submissionKeySchema,
    state: deliveryStateSchema,
    sequence: z.int().min(0).meta({ description: 'Sequence of the last event of this delivery' }),
    heldUntil: timeSchema.optional().meta({
      description: 'Start of the search for a driver; set if the order is ready later',
    }),
    duplicate: z.boolean().meta({ description: 'True if the same message was accepted before' }),
  })
  .meta({ id: 'DeliveryReceipt' });

/** The engine's reply to a submission. */
export const submissionReplySchema = z
  .object({
    results: z.array(z.union([deliveryReceiptSchema, errorBodySchema])).meta({
      description: 'One result per submitted order, in the same order: a receipt, or an error',
    }),
  })
  .meta({ id: 'SubmissionReply' });

/** The current delivery of a driver. */
export const driverTaskSchema = z
  .object({
    deliveryId: idSchema,
    orderCode: z.string(),
    state: deliveryStateSchema,
    pickup: pickupSchema,
    dropoff: dropoffSchema,
    pinRequired: z.boolean().meta({ description: 'The only accepted proof of delivery is the delivery PIN' }),
  })
  .meta({ id: 'DriverTask' });

/** The engine's reply to a status change or heartbeat, with the current task or open offer of the driver. */
export const driverReplySchema = z
  .object({
    driverId: idSchema,
    status: driverStatusSchema,
    statusReason: z
      .enum(['operator_hold', 'heartbeat_expired'])
      .optional()
      .meta({
        description:
          'operator_hold: an operator holds the driver OFFLINE, or a BUSY driver from the end of the delivery. ' +
          'heartbeat_expired: the driver is OFFLINE because the heartbeat expired',
      }),
    task: driverTaskSchema.nullable(),
    offer: driverOfferSchema.nullable().meta({ description: 'The open offer of the driver' }),
  })
  .meta({ id: 'DriverReply' });

/** The engine's reply to reported locations. All locations that are not listed were stored. */
export const locationsReplySchema = z
  .object({
    unknownDrivers: z.array(idSchema).meta({ description: 'Drivers who are not registered' }),
    refused: z
      .array(
        z.object({
          index: z.int().min(0).meta({ description: 'Index of the location in the request' }),
          reason: z.string(),
        }),
      )
      .meta({ description: 'Invalid locations' }),
  })
  .meta({ id: 'LocationsReply' });

export const componentHealthSchema = z.enum(['up', 'degraded', 'down']).meta({ id: 'ComponentHealth' });

export const healthReportSchema = z
  .object({
    status: componentHealthSchema.meta({
      description: 'down: no PostgreSQL. degraded: no Redis, a stuck queue, or warnings',
    }),
    components: z.object({
      database: componentHealthSchema,
      redis: z.enum(['up', 'down', 'disabled']),
      queue: componentHealthSchema,
    }),
    warnings: z
      .array(z.string())
      .default([])
      .meta({ description: 'Types of the open alerts, without alerts of deliveries' }),
  })
  .meta({ id: 'HealthReport' });

export type SubmissionReply = z.infer<typeof submissionReplySchema>;
export type DeliveryReceipt = z.infer<typeof deliveryReceiptSchema>;
export type DriverTask = z.infer<typeof driverTaskSchema>;
export type LocationsReply = z.infer<typeof locationsReplySchema>;
export type DriverReply = z.infer<typeof driverReplySchema>;
export type HealthReport = z.infer<typeof healthReportSchema>;
