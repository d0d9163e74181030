import { z } from 'zod';
import { ownMessageSchema } from './delivery-message';
import { deliveryStateSchema } from './delivery-state';
import { completeDeliverySchema, failDeliverySchema, setDriverStatusSchema } from './driver-app-messages';
import { pointSchema } from './point';
import { driverReplySchema } from './replies';
import { idSchema, textSchema, timeSchema } from './scalars';
import { vehicleSchema } from './vehicle';
import { workingHoursSchema } from './working-hours';

/** A secret of 256 random bits: an invitation, a session token or a tracker secret. */
export const secretSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ id: 'Secret', description: '32 random bytes, base64url without padding' });

/** Maximum number of locations in one request of a driver session. */
export const MAX_LOCATIONS_PER_SESSION_REQUEST = 200;

/** `POST /v1/driver/sessions`: signs a driver in on a device. An invitation works once. */
export const signInSchema = z
  .object({ invitation: secretSchema, deviceName: textSchema(100) })
  .meta({ id: 'SignIn' });

/** The backend of a driver app signs in a driver, after its own login. Signed with the key of the driver app. */
export const createSessionSchema = z
  .object({ type: z.literal('driver.create_session'), driverId: idSchema, deviceName: textSchema(100) })
  .meta({ id: 'CreateSession' });

/** A signed-in device. The token itself is only in the reply to the sign-in. */
export const driverSessionSchema = z
  .object({
    sessionId: idSchema,
    deviceName: z.string(),
    createdAt: timeSchema,
    lastUsedAt: timeSchema,
    expiresAt: timeSchema.meta({ description: 'End of the session if it is not used until then' }),
  })
  .meta({ id: 'DriverSession' });

/** Reply to a sign-in. Further requests carry `Authorization: Bearer <token>`. */
export const signInReplySchema = z
  .object({ token: secretSchema, driverId: idSchema, session: driverSessionSchema })
  .meta({ id: 'SignInReply' });

/** `GET /v1/driver/me`, `PUT /v1/driver/duty`, and each event of `GET /v1/driver/events`. */
export const driverSelfSchema = driverReplySchema
  .extend({
    name: z.string(),
    phone: z.string().nullable(),
    vehicle: vehicleSchema.nullable(),
    workingHours: workingHoursSchema,
    messages: z.array(ownMessageSchema).meta({
      description: 'With the dispatchers about the current delivery, oldest first, at most the last 50',
    }),
    session: driverSessionSchema,
    serverTime: timeSchema.meta({ description: 'Time of the reply; a device whose clock is wrong uses it' }),
  })
  .meta({ id: 'DriverSelf' });

/** Time since the driver's action. */
const age = {
  ageSeconds: z.number().min(0).optional().meta({
    description:
      'Seconds since the action of the driver, if the device could not send it at once. Subtracted from the clock of the engine',
  }),
};

/**
 * `PUT /v1/driver/duty`: starts or ends the driver's availability. AVAILABLE that is older than five minutes, or older than
 * a later status or the end of the last delivery, has no effect.
 */
export const setDutySchema = setDriverStatusSchema
  .omit({ type: true, driverId: true })
  .extend(age)
  .meta({ id: 'SetDuty' });

/** `POST /v1/driver/locations`, in any order. */
export const sessionLocationsSchema = z
  .object({
    locations: z
      .array(z.object({ point: pointSchema, recordedAt: timeSchema }))
      .min(1)
      .max(MAX_LOCATIONS_PER_SESSION_REQUEST),
  })
  .meta({ id: 'SessionLocations' });

/** `POST /v1/driver/deliveries/:id/complete` */
export const completeOwnDeliverySchema = completeDeliverySchema
  .omit({ type: true, driverId: true, deliveryId: true })
  .extend(age)
  .meta({ id: 'CompleteOwnDelivery' });

/** `POST /v1/driver/deliveries/:id/fail` */
export const failOwnDeliverySchema = failDeliverySchema
  .omit({ type: true, driverId: true, deliveryId: true })
  .extend(age)
  .meta({ id: 'FailOwnDelivery' });

/**
 * `POST /v1/driver/deliveries/:id/proof-permit`: permission to upload proof images of one delivery to the shop. The image
 * is the body of a POST to `url`, with its `Content-Type` and `Authorization: Bearer <permit>`. The reply is a
 * ProofImageReply.
 */
export const proofPermitSchema = z
  .object({ url: z.url(), permit: z.string(), expiresAt: timeSchema })
  .meta({ id: 'ProofPermit' });

/** A delivery in the driver's own list. */
export const ownDeliverySchema = z
  .object({
    deliveryId: idSchema,
    orderCode: z.string(),
    state: deliveryStateSchema,
    storeName: z.string(),
    distanceMetres: z.number().min(0).meta({ description: 'From the store to the drop-off, great circle' }),
    assignedAt: timeSchema,
    endedAt: timeSchema.nullable(),
  })
  .meta({ id: 'OwnDelivery' });

/** `GET /v1/driver/deliveries?since=<time>`: own deliveries assigned since then, newest first, at most 200. */
export const ownDeliveriesSchema = z
  .object({
    deliveries: z.array(ownDeliverySchema),
    onDutySeconds: z.int().min(0).meta({ description: 'Time AVAILABLE or BUSY since then' }),
  })
  .meta({ id: 'OwnDeliveries' });

/** `POST /v1/drivers/:id/invitations` (operators). The link is set if the engine knows its public URL. */
export const driverInvitationSchema = z
  .object({
    invitation: secretSchema,
    link: z.url().nullable().meta({ description: '<public URL>/driver/#invitation=<invitation>' }),
    expiresAt: timeSchema,
  })
  .meta({ id: 'DriverInvitation' });

/** `GET /v1/drivers/:id/sessions` (operators) */
export const driverSessionsSchema = z
  .object({ sessions: z.array(driverSessionSchema) })
  .meta({ id: 'DriverSessions' });

export type SignIn = z.infer<typeof signInSchema>;
export type CreateSession = z.infer<typeof createSessionSchema>;
export type SignInReply = z.infer<typeof signInReplySchema>;
export type DriverSession = z.infer<typeof driverSessionSchema>;
export type DriverSelf = z.infer<typeof driverSelfSchema>;
export type SetDuty = z.infer<typeof setDutySchema>;
export type SessionLocations = z.infer<typeof sessionLocationsSchema>;
export type CompleteOwnDelivery = z.infer<typeof completeOwnDeliverySchema>;
export type FailOwnDelivery = z.infer<typeof failOwnDeliverySchema>;
export type ProofPermit = z.infer<typeof proofPermitSchema>;
export type OwnDelivery = z.infer<typeof ownDeliverySchema>;
export type OwnDeliveries = z.infer<typeof ownDeliveriesSchema>;
export type DriverInvitation = z.infer<typeof driverInvitationSchema>;
export type DriverSessions = z.infer<typeof driverSessionsSchema>;
