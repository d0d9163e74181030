import { z } from 'zod';

const base64Url = (bytes: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`));

/** `GET /v1/driver/push`: the key for which a browser subscribes. 404 if the engine sends no push notifications. */
export const pushKeySchema = z
  .object({ publicKey: base64Url(65).meta({ description: 'VAPID public key, base64url (RFC 8292)' }) })
  .meta({ id: 'PushKey' });

/**
 * `PUT /v1/driver/push`: the subscription of the session's browser, as `PushSubscription.toJSON()` returns it. It replaces
 * an earlier one of the session and ends with the session.
 */
export const subscribeToPushSchema = z
  .object({
    endpoint: z.url({ protocol: /^https?$/ }).max(2000),
    keys: z.object({
      p256dh: base64Url(65).meta({ description: 'Public key of the browser' }),
      auth: base64Url(16).meta({ description: 'Authentication secret of the browser' }),
    }),
  })
  .meta({ id: 'SubscribeToPush' });

/** What a push notification is about. In v1, kinds may be added. */
export const PUSH_KINDS = ['offered', 'assigned', 'cancelled', 'reassigned', 'ended', 'message'] as const;

/** The encrypted payload of a push notification. It contains no data of the receiver. */
export const pushNotificationSchema = z
  .object({
    kind: z.enum(PUSH_KINDS),
    orderCode: z.string(),
    storeName: z.string().optional().meta({ description: 'Only for `offered` and `assigned`' }),
  })
  .meta({ id: 'PushNotification' });

export type PushKey = z.infer<typeof pushKeySchema>;
export type SubscribeToPush = z.infer<typeof subscribeToPushSchema>;
export type PushNotification = z.infer<typeof pushNotificationSchema>;
