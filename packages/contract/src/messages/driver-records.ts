import { z } from 'zod';
import { channelsSchema, driverStatusSchema } from './driver-app-messages';
import { pointSchema } from './point';
import { loadCapacitySchema, tagsSchema } from './requirements';
import { idSchema, textSchema, timeSchema } from './scalars';
import { vehicleSchema } from './vehicle';
import { workingHoursSchema } from './working-hours';

/** A driver in the operator API. */
export const driverRecordSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    phone: z.string().nullable(),
    vehicle: vehicleSchema.nullable(),
    channels: z.array(z.string()).nullable().meta({
      description: 'Channels that the driver serves; an empty list means every channel, null means none yet',
    }),
    tags: tagsSchema,
    loadCapacityGrams: loadCapacitySchema,
    workingHours: workingHoursSchema,
    channelsSince: timeSchema.meta({ description: 'When the channels were last set' }),
    active: z.boolean().meta({ description: 'False after deactivation: no further assignments' }),
    status: driverStatusSchema,
    statusSince: timeSchema,
    holdSince: timeSchema.nullable().meta({
      description:
        'Start of a hold by an operator: the driver is OFFLINE, or becomes OFFLINE when the delivery ends',
    }),
    point: pointSchema.nullable().meta({ description: 'Last known location' }),
    locationAt: timeSchema.nullable().meta({
      description: 'When the device measured the location; null if unknown',
    }),
    seenAt: timeSchema.nullable().meta({ description: 'Last heartbeat or other message of the driver' }),
    deliveryId: idSchema.nullable().meta({ description: "The engine's id of the current delivery" }),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    erasedAt: timeSchema.nullable().default(null).meta({
      description: 'When the personal data was erased; the name is the id since then',
    }),
  })
  .meta({ id: 'DriverRecord' });

/** A page of drivers, with the total number on all pages. */
export const driverPageSchema = z
  .object({ drivers: z.array(driverRecordSchema), total: z.int().min(0) })
  .meta({ id: 'DriverPage' });

export const createDriverSchema = z
  .object({
    driverId: idSchema,
    name: textSchema(200),
    phone: textSchema(40).optional(),
    vehicle: vehicleSchema.optional(),
    channels: channelsSchema.default([]),
    tags: tagsSchema.default([]),
    loadCapacityGrams: loadCapacitySchema.default(null),
    workingHours: workingHoursSchema.default([]),
  })
  .meta({ id: 'CreateDriver' });

/** Changes of a driver by an operator. Omitted fields are not changed. */
export const driverEditSchema = z
  .object({
    name: textSchema(200).optional(),
    phone: textSchema(40).optional(),
    vehicle: vehicleSchema.optional(),
    channels: channelsSchema.optional(),
    tags: tagsSchema.optional(),
    loadCapacityGrams: loadCapacitySchema.optional(),
    workingHours: workingHoursSchema.optional(),
    active: z.boolean().optional(),
  })
  .refine((edit) => Object.values(edit).some((value) => value !== undefined), { error: 'Nothing to change' })
  .meta({ id: 'DriverEdit' });

/**
 * A status change by an operator. OFFLINE begins a hold: the driver app can't make the driver AVAILABLE until an operator
 * does so or ends the hold, or the app starts a new shift. A BUSY driver becomes OFFLINE when the delivery ends.
 */
export const driverStatusUpdateSchema = z
  .object({
    status: driverStatusSchema.extract(['AVAILABLE', 'OFFLINE']),
    hold: z.boolean().optional().meta({
      description: 'With OFFLINE: false ends the hold. AVAILABLE always ends the hold. Default: true',
    }),
  })
  .meta({ id: 'DriverStatusUpdate' });

/** Reasons of a status change. In v1, new reasons may be added at the end. */
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
  'offered',
  'offer declined',
  'offer expired',
  'offer withdrawn',
] as const;

export const driverStatusChangeSchema = z
  .object({
    status: driverStatusSchema,
    reason: z
      .string()
      .meta({ description: `${DRIVER_STATUS_REASONS.join(', ')}; a newer engine may send others` }),
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
export type DriverStatusUpdate = z.infer<typeof driverStatusUpdateSchema>;
export type DriverStatusReason = (typeof DRIVER_STATUS_REASONS)[number];
export type DriverStatusChange = z.infer<typeof driverStatusChangeSchema>;
