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
      description: 'When the order is ready at the store. The search for a driver starts shortly before',
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

/** The drop-off of a submitted order. */
export const submittedDropoffSchema = dropoffSchema
  .extend({
    deliveryPin: textSchema(32).optional().meta({
      description: 'PIN that the receiver gives the driver as proof of delivery. It is never sent to drivers',
    }),
  })
  .meta({ id: 'SubmittedDropoff' });

export type Address = z.infer<typeof addressSchema>;
export type Pickup = z.infer<typeof pickupSchema>;
export type Dropoff = z.infer<typeof dropoffSchema>;
export type SubmittedDropoff = z.infer<typeof submittedDropoffSchema>;
