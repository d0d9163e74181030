import { z } from 'zod';
import { idSchema, timeSchema } from './scalars';

/** By what drivers can be filtered and sorted. */
export const DRIVER_FIELDS = [
  'id',
  'name',
  'phone',
  'vehicle',
  'channelsSince',
  'active',
  'status',
  'statusSince',
  'holdSince',
  'locationAt',
  'seenAt',
  'createdAt',
  'updatedAt',
] as const;

const valueSchema = z.union([z.string().max(500), z.boolean(), timeSchema]);

/** One thing that is asked of a driver's field. Text is compared without regard to case by `contains` only. */
export const driverConditionSchema = z
  .object({
    field: z.enum(DRIVER_FIELDS),
    operator: z.enum(['eq', 'in', 'contains', 'before', 'after', 'isNull']),
    value: z.union([valueSchema, z.array(valueSchema).max(500)]),
    not: z.boolean().optional().meta({ description: 'Drivers of whom it does not hold' }),
  })
  .meta({ id: 'DriverCondition' });

export type DriverCondition = z.infer<typeof driverConditionSchema>;

/** Conditions, of which all or any must hold; none at all holds for everybody. */
export type DriverFilter = DriverCondition | { all: DriverFilter[] } | { any: DriverFilter[] };

export const driverFilterSchema: z.ZodType<DriverFilter> = z
  .lazy(() =>
    z.union([
      driverConditionSchema,
      z.object({ all: z.array(driverFilterSchema).max(50) }),
      z.object({ any: z.array(driverFilterSchema).max(50) }),
    ]),
  )
  .meta({ id: 'DriverFilter' });

/** Which drivers an operator asks for. */
export const driverQuerySchema = z
  .object({
    channelId: idSchema.optional().meta({
      description: 'Drivers who serve this channel by name; those who serve every one are left out',
    }),
    filter: driverFilterSchema.optional(),
    sort: z
      .array(z.object({ field: z.enum(DRIVER_FIELDS), order: z.enum(['ASC', 'DESC']) }))
      .max(5)
      .default([]),
    take: z.int().min(0).max(1000).default(100),
    skip: z.int().min(0).default(0),
  })
  .meta({ id: 'DriverQuery' });

export type DriverQuery = z.input<typeof driverQuerySchema>;
