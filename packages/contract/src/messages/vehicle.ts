import { z } from 'zod';
import { textSchema } from './scalars';

export const vehicleSchema = z
  .object({
    kind: z.enum(['FOOT', 'BICYCLE', 'SCOOTER', 'MOTORCYCLE', 'CAR', 'VAN']),
    plate: textSchema(20).optional(),
  })
  .meta({ id: 'Vehicle' });

export type Vehicle = z.infer<typeof vehicleSchema>;
