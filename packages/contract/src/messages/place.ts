import { z } from 'zod';
import { pointSchema } from './point';
import { textSchema, timeSchema } from './scalars';

export const addressSchema = z
  .object({
    street: textSchema(300).optional(),
    city: textSchema(120).optional(),
    postalCode: textSchema(32).optional(),
    province: textSchema(120).optional(),
    countryCode: z
      .string()
      .regex(/^[A-Z]{2}$/, { error: 'ISO 3166-1 alpha-2, such as DE' })
      .optional(),
  })
  .meta({ id: 'Address' });

export const pickupSchema = z
  .object({
    name: textSchema(200),
    point: pointSchema,
    address: addressSchema,
    phone: textSchema(40).optional(),
    readyAt: timeSchema.meta({
      description: 'When the store has the order prepared; no driver is looked for long before',
    }),
  })
  .meta({ id: 'Pickup' });

export const dropoffSchema = z
  .object({
    name: textSchema(200).optional(),
    point: pointSchema,
    address: addressSchema,
    phone: textSchema(40).optional(),
    instructions: textSchema(1000).optional(),
  })
  .meta({ id: 'Dropoff' });

/** Where Vendure has the goods handed over. */
export const dropoffOrderSchema = dropoffSchema
  .extend({
    deliveryPin: textSchema(32).optional().meta({
      description:
        'What the receiver tells the driver at the door, who proves the delivery with it; no driver is told of it before',
    }),
  })
  .meta({ id: 'DropoffOrder' });

export type Address = z.infer<typeof addressSchema>;
export type Pickup = z.infer<typeof pickupSchema>;
export type Dropoff = z.infer<typeof dropoffSchema>;
export type DropoffOrder = z.infer<typeof dropoffOrderSchema>;
