import { channelsSchema, driverStatusSchema, vehicleSchema } from '@driver-dispatch/contract';
import { z } from 'zod';

/** What an operator may change of a driver; fields left out stay as they are. */
export const driverEditSchema = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  phone: z.string().trim().min(1).max(40).optional(),
  vehicle: vehicleSchema.optional(),
  channels: channelsSchema.optional(),
  active: z.boolean().optional(),
});

export type DriverEdit = z.infer<typeof driverEditSchema>;

export const driverListQuerySchema = z.object({
  status: driverStatusSchema.optional(),
  after: z.string().max(128).optional(),
  take: z.coerce.number().int().min(1).max(1000).default(100),
});
