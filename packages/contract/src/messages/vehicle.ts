import { z } from 'zod';
import { textSchema } from './scalars';

export const vehicleKindSchema = z
  .enum(['FOOT', 'BICYCLE', 'SCOOTER', 'MOTORCYCLE', 'CAR', 'VAN'])
  .meta({ id: 'VehicleKind' });

export const vehicleSchema = z
  .object({ kind: vehicleKindSchema, plate: textSchema(20).optional() })
  .meta({ id: 'Vehicle' });

export type VehicleKind = z.infer<typeof vehicleKindSchema>;
export type Vehicle = z.infer<typeof vehicleSchema>;
