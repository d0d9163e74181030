import { driverStatusSchema, idSchema } from '@driver-dispatch/contract';
import { z } from 'zod';

export const driverListQuerySchema = z.object({
  status: driverStatusSchema.optional(),
  after: idSchema.optional(),
  take: z.coerce.number().int().min(1).max(1000).default(100),
});
