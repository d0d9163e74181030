import { z } from 'zod';
import { failureCodeSchema } from './failure-code';
import { pointSchema } from './point';
import { proofOfDeliverySchema } from './proof-of-delivery';
import { idSchema, textSchema, timeSchema } from './scalars';
import { vehicleSchema } from './vehicle';

/** Maximum number of locations in one request. */
export const MAX_LOCATIONS_PER_REQUEST = 1000;

export const driverStatusSchema = z.enum(['AVAILABLE', 'BUSY', 'OFFLINE']).meta({ id: 'DriverStatus' });

/** AVAILABLE: may be assigned. BUSY: has a delivery or an open offer. OFFLINE: not on shift. */
export type DriverStatus = z.infer<typeof driverStatusSchema>;

export const channelsSchema = z
  .array(idSchema)
  .max(100)
  .meta({ description: 'Channels that the driver serves; an empty list means every channel' });

/**
 * Registers a driver, or changes the given fields of a registered driver. Idempotent by `driverId`.
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
        'Channels of a new driver, if the engine lets the driver app set them. Only operators change them later',
    }),
  })
  .meta({ id: 'RegisterDriver' });

export const locationSchema = z
  .object({
    driverId: idSchema,
    point: pointSchema,
    recordedAt: timeSchema.meta({
      description: 'When the device measured the location. An older one does not replace a newer one',
    }),
  })
  .meta({ id: 'Location' });

/** Sets AVAILABLE or OFFLINE. Only an assignment or an offer makes a driver BUSY. */
export const setDriverStatusSchema = z
  .object({
    type: z.literal('driver.set_status'),
    driverId: idSchema,
    status: driverStatusSchema.extract(['AVAILABLE', 'OFFLINE']),
    newShift: z.boolean().optional().meta({
      description:
        "With AVAILABLE: the driver starts a shift, which ends an operator's hold. Do not send it within a shift",
    }),
    point: pointSchema.optional().meta({ description: 'Current location of the driver' }),
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

/** {@link reportLocationsSchema} without validation of the single locations, which are validated one by one. */
export const locationBatchSchema = reportLocationsSchema.extend({
  locations: z.array(z.unknown()).min(1).max(MAX_LOCATIONS_PER_REQUEST),
});

export const heartbeatSchema = z
  .object({ type: z.literal('driver.heartbeat'), driverId: idSchema })
  .meta({ id: 'Heartbeat' });

export const pickUpDeliverySchema = z
  .object({ type: z.literal('delivery.pick_up'), deliveryId: idSchema, driverId: idSchema })
  .meta({ id: 'PickUpDelivery' });

/** Optional fields at the end of a delivery. */
const endOfDelivery = {
  point: pointSchema.optional().meta({ description: 'Current location of the driver' }),
  endShift: z.boolean().optional().meta({ description: 'The driver becomes OFFLINE instead of AVAILABLE' }),
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
