import { z } from 'zod';
import { idSchema, textSchema } from './scalars';

export const submissionKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22,64}$/, { error: 'A submission key has 22 to 64 letters, digits, - or _' })
  .meta({
    id: 'SubmissionKey',
    description:
      'Identifies one delivery in Vendure and in the engine. Vendure creates it from at least 128 random bits and never reuses it, because a restored database may reuse order ids',
  });

/** Fields that identify the delivery in every message. */
export const deliveryIdentityShape = {
  submissionKey: submissionKeySchema,
  sellerOrderId: idSchema.meta({
    description: "Vendure's id of the order. Not unique: a redelivery or a restored shop uses it again",
  }),
  orderCode: textSchema(64),
  channelId: idSchema.meta({ description: 'Only drivers who serve this channel are eligible' }),
};

export const deliveryIdentitySchema = z.object(deliveryIdentityShape).meta({ id: 'DeliveryIdentity' });

export type DeliveryIdentity = z.infer<typeof deliveryIdentitySchema>;

const KEY_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Creates a submission key: 132 random bits in 22 characters. */
export function newSubmissionKey(): string {
  const random = crypto.getRandomValues(new Uint8Array(22));
  return Array.from(random, (byte) => KEY_CHARACTERS[byte % KEY_CHARACTERS.length]).join('');
}

/** Returns only the identity fields of an object. */
export function getIdentity(owner: DeliveryIdentity): DeliveryIdentity {
  const { submissionKey, sellerOrderId, orderCode, channelId } = owner;
  return { submissionKey, sellerOrderId, orderCode, channelId };
}

/** Whether all fields of two identities are equal. */
export function isSameDelivery(a: DeliveryIdentity, b: DeliveryIdentity): boolean {
  return (
    a.submissionKey === b.submissionKey &&
    a.sellerOrderId === b.sellerOrderId &&
    a.orderCode === b.orderCode &&
    a.channelId === b.channelId
  );
}
