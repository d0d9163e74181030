import {
  channelsSchema,
  driverStatusSchema,
  idSchema,
  textSchema,
  vehicleSchema,
} from '@driver-dispatch/contract';
import { z } from 'zod';

/** What an operator may change of a driver; fields left out stay as they are. */
export const driverEditSchema = z.object({
  name: textSchema(200).optional(),
  phone: textSchema(40).optional(),
  vehicle: vehicleSchema.optional(),
  channels: channelsSchema.optional(),
  active: z.boolean().optional(),
});

export type DriverEdit = z.infer<typeof driverEditSchema>;

export const driverListQuerySchema = z.object({
  status: driverStatusSchema.optional(),
  after: idSchema.optional(),
  take: z.coerce.number().int().min(1).max(1000).default(100),
});
