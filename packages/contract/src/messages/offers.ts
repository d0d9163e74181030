import { z } from 'zod';
import { addressSchema, pickupSchema } from './place';
import { pointSchema } from './point';
import { idSchema, textSchema, timeSchema } from './scalars';

/** Id of an offer: a number as text. */
export const offerIdSchema = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, { error: 'an offer id is a number' })
  .meta({ id: 'OfferId' });

/**
 * How an offer ended. Closed within v1:
 *
 * - `accepted`: the delivery is assigned to the driver
 * - `declined`: by the driver, with a reason
 * - `expired`: the driver did not answer in time
 * - `withdrawn`: the delivery was cancelled, changed, ended or assigned by a dispatcher, or the driver went OFFLINE
 */
export const offerOutcomeSchema = z
  .enum(['accepted', 'declined', 'expired', 'withdrawn'])
  .meta({ id: 'OfferOutcome' });

/** Why a driver declined an offer. In v1, new codes may be added at the end. */
export const declineReasonSchema = z
  .enum(['too_far', 'unsuitable_vehicle', 'taking_break', 'ending_shift', 'safety_concern', 'other'])
  .meta({ id: 'DeclineReason' });

/**
 * An open offer as its driver sees it, without the receiver's name, phone and exact address. The driver is BUSY and has no
 * task until the offer ends.
 */
export const driverOfferSchema = z
  .object({
    offerId: offerIdSchema,
    store: pickupSchema.omit({ phone: true }),
    distanceMetres: z.number().min(0).meta({ description: 'Driver to store, great circle, in metres' }),
    dropoffArea: z.object({
      ...addressSchema.pick({ city: true, postalCode: true, province: true, countryCode: true }).shape,
      point: pointSchema.meta({ description: 'Rounded to 0.01 degrees, about a kilometre' }),
    }),
    tripMetres: z
      .number()
      .min(0)
      .meta({ description: 'Store to drop-off, great circle, in whole 100 metres' }),
    offeredAt: timeSchema,
    endsAt: timeSchema.meta({
      description: "Not accepted from this time on, by the clock of the engine's database",
    }),
  })
  .meta({ id: 'DriverOffer' });

/** `POST /v1/driver/offers/:id/decline` */
export const declineOwnOfferSchema = z
  .object({ reason: declineReasonSchema, note: textSchema(500).optional() })
  .meta({ id: 'DeclineOwnOffer' });

export const acceptOfferSchema = z
  .object({ type: z.literal('offer.accept'), offerId: offerIdSchema, driverId: idSchema })
  .meta({ id: 'AcceptOffer' });

export const declineOfferSchema = declineOwnOfferSchema
  .extend({ type: z.literal('offer.decline'), offerId: offerIdSchema, driverId: idSchema })
  .meta({ id: 'DeclineOffer' });

/** An offer in the operator API. */
export const offerRecordSchema = z
  .object({
    offerId: offerIdSchema,
    deliveryId: idSchema,
    orderCode: z.string(),
    channelId: idSchema,
    driverId: idSchema,
    driverName: z.string(),
    distanceMetres: z.number().min(0),
    offeredAt: timeSchema,
    endsAt: timeSchema,
    outcome: offerOutcomeSchema.nullable().meta({ description: 'null while the offer is open' }),
    endedAt: timeSchema.nullable(),
    declineReason: declineReasonSchema.nullable(),
    declineNote: z.string().nullable(),
  })
  .meta({ id: 'OfferRecord' });

/** Selects the offers that match all given fields. */
export const offerQuerySchema = z
  .object({
    channelId: idSchema.optional(),
    deliveryId: z.uuid().optional(),
    driverId: idSchema.optional(),
    state: z.enum(['open', 'ended']).optional(),
    take: z.coerce.number<number>().int().min(1).max(500).default(100),
  })
  .meta({ id: 'OfferQuery' });

export const offerListSchema = z.object({ offers: z.array(offerRecordSchema) }).meta({ id: 'OfferList' });

export type OfferOutcome = z.infer<typeof offerOutcomeSchema>;
export type DeclineReason = z.infer<typeof declineReasonSchema>;
export type DriverOffer = z.infer<typeof driverOfferSchema>;
export type DeclineOwnOffer = z.infer<typeof declineOwnOfferSchema>;
export type AcceptOffer = z.infer<typeof acceptOfferSchema>;
export type DeclineOffer = z.infer<typeof declineOfferSchema>;
export type OfferRecord = z.infer<typeof offerRecordSchema>;
export type OfferQuery = z.input<typeof offerQuerySchema>;
