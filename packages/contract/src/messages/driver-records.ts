import { z } from 'zod';
import { channelsSchema, driverStatusSchema } from './driver-app-messages';
import { pointSchema } from './point';
import { idSchema, textSchema, timeSchema } from './scalars';
import { vehicleSchema } from './vehicle';

/** A driver as operators see one. */
export const driverRecordSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    phone: z.string().nullable(),
    vehicle: vehicleSchema.nullable(),
    channels: z.array(z.string()).nullable().meta({
      description: 'Channels the driver serves; an empty list means every channel, null means none yet',
    }),
    channelsSince: timeSchema.meta({ description: 'When the channels were last set' }),
    active: z.boolean().meta({ description: 'False once deactivated: never assigned again' }),
    status: driverStatusSchema,
    statusSince: timeSchema,
    holdSince: timeSchema.nullable().meta({
      description:
        'Since when an operator holds the driver OFFLINE, or has a BUSY driver go OFFLINE at the end of the delivery',
    }),
    point: pointSchema.nullable().meta({ description: 'Where the driver was last' }),
    locationAt: timeSchema.nullable().meta({ description: 'When the device measured it, if it told' }),
    seenAt: timeSchema.nullable().meta({ description: 'The last sign of life' }),
    deliveryId: idSchema.nullable().meta({ description: "The engine's id of the delivery under way" }),
    createdAt: timeSchema,
    updatedAt: timeSchema,
  })
  .meta({ id: 'DriverRecord' });

/** A page of drivers, and how many there are on all pages. */
export const driverPageSchema = z
  .object({ drivers: z.array(driverRecordSchema), total: z.int().min(0) })
  .meta({ id: 'DriverPage' });

/** A driver nobody knows yet. */
export const createDriverSchema = z
  .object({
    driverId: idSchema,
    name: textSchema(200),
    phone: textSchema(40).optional(),
    vehicle: vehicleSchema.optional(),
    channels: channelsSchema.default([]),
  })
  .meta({ id: 'CreateDriver' });

/** What an operator may change of a driver; fields left out stay as they are. */
export const driverEditSchema = z
  .object({
    name: textSchema(200).optional(),
    phone: textSchema(40).optional(),
    vehicle: vehicleSchema.optional(),
    channels: channelsSchema.optional(),
    active: z.boolean().optional(),
  })
  .refine((edit) => Object.values(edit).some((value) => value !== undefined), { error: 'Nothing to change' })
  .meta({ id: 'DriverEdit' });

/**
 * A driver's status, set by an operator. OFFLINE begins a hold: the driver app does not make the driver AVAILABLE until an
 * operator does, an operator ends the hold, or the app starts a new shift. A BUSY driver goes OFFLINE when the delivery ends.
 */
export const driverStatusOrderSchema = z
  .object({
    status: driverStatusSchema.extract(['AVAILABLE', 'OFFLINE']),
    hold: z.boolean().optional().meta({
      description:
        'With OFFLINE: false begins no hold and ends one. AVAILABLE always ends a hold. Default: true',
    }),
  })
  .meta({ id: 'DriverStatusOrder' });

/** What changes a driver's status. Closed within v1; new ones are added at the end. */
export const DRIVER_STATUS_REASONS = [
  'registered',
  'edited',
  'deactivated',
  'assigned',
  'delivery ended',
  'heartbeat expired',
  'driver app',
  'operator',
  'reassigned',
] as const;

/** A change of a driver's status. */
export const driverStatusChangeSchema = z
  .object({
    status: driverStatusSchema,
    reason: z
      .string()
      .meta({ description: `${DRIVER_STATUS_REASONS.join(', ')}; of a newer engine also another one` }),
    at: timeSchema,
  })
  .meta({ id: 'DriverStatusChange' });

export const driverStatusHistorySchema = z
  .object({ history: z.array(driverStatusChangeSchema) })
  .meta({ id: 'DriverStatusHistory' });

export type DriverRecord = z.infer<typeof driverRecordSchema>;
export type DriverPage = z.infer<typeof driverPageSchema>;
export type CreateDriver = z.input<typeof createDriverSchema>;
export type DriverEdit = z.infer<typeof driverEditSchema>;
export type DriverStatusOrder = z.infer<typeof driverStatusOrderSchema>;
export type DriverStatusReason = (typeof DRIVER_STATUS_REASONS)[number];
export type DriverStatusChange = z.infer<typeof driverStatusChangeSchema>;
