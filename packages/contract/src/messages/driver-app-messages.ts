import { z } from 'zod';
import { failureCodeSchema } from './failure-code';
import { pointSchema } from './point';
import { proofOfDeliverySchema } from './proof-of-delivery';
import { idSchema, textSchema, timeSchema } from './scalars';
import { vehicleSchema } from './vehicle';

/** How many locations one request may carry. */
export const MAX_LOCATIONS_PER_REQUEST = 1000;

export const driverStatusSchema = z.enum(['AVAILABLE', 'BUSY', 'OFFLINE']).meta({ id: 'DriverStatus' });

/** AVAILABLE drivers may be assigned; BUSY ones carry a delivery; OFFLINE ones are off the road. */
export type DriverStatus = z.infer<typeof driverStatusSchema>;

export const channelsSchema = z
  .array(idSchema)
  .max(100)
  .meta({ description: 'Channels the driver serves; an empty list serves every channel' });

/**
 * Registers a driver, or changes the given fields of one that is registered; other fields stay as they are. Idempotent by
 * `driverId`.
 */
export const registerDriverSchema = z
  .object({
    type: z.literal('driver.register'),
    driverId: idSchema,
    name: textSchema(200),
    phone: textSchema(40).optional(),
    vehicle: vehicleSchema.optional(),
    channels: channelsSchema.optional().meta({
      description:
        'Channels of a new driver, if the engine lets the driver app name them; only operators change them later',
    }),
  })
  .meta({ id: 'RegisterDriver' });

export const locationSchema = z
  .object({
    driverId: idSchema,
    point: pointSchema,
    recordedAt: timeSchema.meta({ description: 'When the device measured it; older ones never win' }),
  })
  .meta({ id: 'Location' });

/** BUSY is not the driver's to choose: only an assignment makes a driver BUSY. */
export const setDriverStatusSchema = z
  .object({
    type: z.literal('driver.set_status'),
    driverId: idSchema,
    status: driverStatusSchema.extract(['AVAILABLE', 'OFFLINE']),
    newShift: z.boolean().optional().meta({
      description:
        "With AVAILABLE: the driver starts a shift, which ends an operator's hold. Not for coming back within a shift",
    }),
    point: pointSchema.optional().meta({ description: 'Where the driver is now' }),
  })
  .meta({ id: 'SetDriverStatus' });

export const reportLocationSchema = locationSchema
  .extend({ type: z.literal('driver.report_location') })
  .meta({ id: 'ReportLocation' });

export const reportLocationsSchema = z
  .object({
    type: z.literal('driver.report_locations'),
    locations: z.array(locationSchema).min(1).max(MAX_LOCATIONS_PER_REQUEST),
  })
  .meta({ id: 'ReportLocations' });

/** As {@link reportLocationsSchema}, each location still to be judged by itself: one that is wrong spoils no other. */
export const locationBatchSchema = reportLocationsSchema.extend({
  locations: z.array(z.unknown()).min(1).max(MAX_LOCATIONS_PER_REQUEST),
});

export const heartbeatSchema = z
  .object({ type: z.literal('driver.heartbeat'), driverId: idSchema })
  .meta({ id: 'Heartbeat' });

export const pickUpDeliverySchema = z
  .object({ type: z.literal('delivery.pick_up'), deliveryId: idSchema, driverId: idSchema })
  .meta({ id: 'PickUpDelivery' });

/** What a driver tells beside a delivery's end. */
const endOfDelivery = {
  point: pointSchema.optional().meta({ description: 'Where the driver is now' }),
  endShift: z.boolean().optional().meta({ description: 'Go OFFLINE instead of being AVAILABLE again' }),
};

export const completeDeliverySchema = z
  .object({
    type: z.literal('delivery.complete'),
    deliveryId: idSchema,
    driverId: idSchema,
    proof: proofOfDeliverySchema,
    ...endOfDelivery,
  })
  .meta({ id: 'CompleteDelivery' });

export const failDeliverySchema = z
  .object({
    type: z.literal('delivery.fail'),
    deliveryId: idSchema,
    driverId: idSchema,
    code: failureCodeSchema,
    note: textSchema(1000).optional(),
    ...endOfDelivery,
  })
  .meta({ id: 'FailDelivery' });

export type Location = z.infer<typeof locationSchema>;
export type RegisterDriver = z.infer<typeof registerDriverSchema>;
export type SetDriverStatus = z.infer<typeof setDriverStatusSchema>;
export type ReportLocation = z.infer<typeof reportLocationSchema>;
export type ReportLocations = z.infer<typeof reportLocationsSchema>;
export type LocationBatch = z.infer<typeof locationBatchSchema>;
export type Heartbeat = z.infer<typeof heartbeatSchema>;
export type PickUpDelivery = z.infer<typeof pickUpDeliverySchema>;
export type CompleteDelivery = z.infer<typeof completeDeliverySchema>;
export type FailDelivery = z.infer<typeof failDeliverySchema>;
