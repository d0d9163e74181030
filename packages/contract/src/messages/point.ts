import { z } from 'zod';

/**
 * A point on Earth in WGS 84 degrees. (0, 0) is invalid: it lies in the Gulf of Guinea and usually comes from a failed
 * geocoder or an unset field.
 */
export const pointSchema = z
  .object({
    lat: z.number().min(-90).max(90).meta({ description: 'Latitude in WGS 84 degrees' }),
    lon: z.number().min(-180).max(180).meta({ description: 'Longitude in WGS 84 degrees' }),
  })
  .refine((point) => point.lat !== 0 || point.lon !== 0, { error: '(0, 0) is not a place' })
  .meta({ id: 'Point' });

/** WGS 84 degrees. */
export type Point = z.infer<typeof pointSchema>;
