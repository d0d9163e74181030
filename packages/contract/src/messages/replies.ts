import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors/error-code';
import { submissionKeySchema } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { driverStatusSchema } from './driver-app-messages';
import { dropoffSchema, pickupSchema } from './place';
import { idSchema, timeSchema } from './scalars';

/** An error as it travels in a reply. */
const errorBodySchema = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(ERROR_CODES) as ErrorCode[]),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .meta({ id: 'ErrorBody' });

/** The engine's answer to a seller-order message. */
export const deliveryReceiptSchema = z
  .object({
    deliveryId: idSchema,
    submissionKey: submissionKeySchema,
    state: deliveryStateSchema,
    sequence: z.int().min(0).meta({ description: 'Sequence of the last event of this delivery' }),
    heldUntil: timeSchema.optional().meta({
      description: 'No driver is looked for before; of a delivery that waits for its ready time',
    }),
    duplicate: z.boolean().meta({ description: 'True when the message had been accepted before' }),
  })
  .meta({ id: 'DeliveryReceipt' });

/** The engine's answer to a submission. */
export const submissionReplySchema = z
  .object({
    results: z.array(z.union([deliveryReceiptSchema, errorBodySchema])).meta({
      description: 'One per submitted order, in the same sequence: its receipt, or why it is not accepted',
    }),
  })
  .meta({ id: 'SubmissionReply' });

/** What a driver has to carry out now. */
export const driverTaskSchema = z
  .object({
    deliveryId: idSchema,
    orderCode: z.string(),
    state: deliveryStateSchema,
    pickup: pickupSchema,
    dropoff: dropoffSchema,
  })
  .meta({ id: 'DriverTask' });

/** The engine's answer to a driver's status change and heartbeat: how the driver app learns of its task. */
export const driverReplySchema = z
  .object({
    driverId: idSchema,
    status: driverStatusSchema,
    statusReason: z.enum(['operator_hold']).optional().meta({
      description:
        'operator_hold: an operator holds the driver OFFLINE; a BUSY driver goes OFFLINE at the end of the delivery',
    }),
    task: driverTaskSchema.nullable(),
  })
  .meta({ id: 'DriverReply' });

/** The engine's answer to reported locations: all others were taken. */
export const locationsReplySchema = z
  .object({
    unknownDrivers: z.array(idSchema).meta({ description: 'Drivers nobody has registered' }),
    refused: z
      .array(
        z.object({
          index: z.int().min(0).meta({ description: 'Which location of the request' }),
          reason: z.string(),
        }),
      )
      .meta({ description: 'Locations that are wrong; their neighbours are taken all the same' }),
  })
  .meta({ id: 'LocationsReply' });

export const componentHealthSchema = z.enum(['up', 'degraded', 'down']).meta({ id: 'ComponentHealth' });

export const healthReportSchema = z
  .object({
    status: componentHealthSchema.meta({
      description: 'down without PostgreSQL, degraded without Redis, with a stuck queue or with warnings',
    }),
    components: z.object({
      database: componentHealthSchema,
      redis: z.enum(['up', 'down', 'disabled']),
      queue: componentHealthSchema,
    }),
    warnings: z
      .array(z.string())
      .default([])
      .meta({ description: 'Types of the open alerts, those of single deliveries apart' }),
  })
  .meta({ id: 'HealthReport' });

export type SubmissionReply = z.infer<typeof submissionReplySchema>;
export type DeliveryReceipt = z.infer<typeof deliveryReceiptSchema>;
export type DriverTask = z.infer<typeof driverTaskSchema>;
export type LocationsReply = z.infer<typeof locationsReplySchema>;
export type DriverReply = z.infer<typeof driverReplySchema>;
export type HealthReport = z.infer<typeof healthReportSchema>;
