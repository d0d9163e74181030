import { z } from 'zod';
import { idSchema, timeSchema } from './scalars';

/** Fields to filter and sort drivers by. */
export const DRIVER_FIELDS = [
  'id',
  'name',
  'phone',
  'vehicle',
  'channelsSince',
  'servesEveryChannel',
  'active',
  'status',
  'statusSince',
  'holdSince',
  'locationAt',
  'seenAt',
  'erasedAt',
  'createdAt',
  'updatedAt',
] as const;

const valueSchema = z.union([z.string().max(500), z.boolean(), timeSchema]);

/** A condition on a field of a driver. Only `contains` ignores the case of text. */
export const driverConditionSchema = z
  .object({
    field: z.enum(DRIVER_FIELDS),
    operator: z.enum(['eq', 'in', 'contains', 'before', 'after', 'isNull']),
    value: z.union([valueSchema, z.array(valueSchema).max(500)]),
    not: z.boolean().optional().meta({ description: 'Negates the condition' }),
  })
  .meta({ id: 'DriverCondition' });

export type DriverCondition = z.infer<typeof driverConditionSchema>;

/** A condition, or a list of filters of which all or any must match. An empty list matches every driver. */
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

/** A query for drivers with filter, order and page. */
export const driverQuerySchema = z
  .object({
    channelId: idSchema.optional().meta({
      description: 'Drivers who list this channel; drivers who serve every channel are excluded',
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
