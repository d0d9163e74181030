import { z } from 'zod';
import { textSchema } from './scalars';

export const vehicleSchema = z
  .object({
    kind: z.enum(['foot', 'bicycle', 'scooter', 'motorcycle', 'car', 'van']),
    plate: textSchema(20).optional(),
  })
  .meta({ id: 'Vehicle' });

export type Vehicle = z.infer<typeof vehicleSchema>;
