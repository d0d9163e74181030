import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { idSchema, textSchema } from './scalars';

export const submissionKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22,64}$/, { error: 'A submission key has 22 to 64 letters, digits, - or _' })
  .meta({
    id: 'SubmissionKey',
    description:
      'Identifies one delivery on both sides. The shop makes it from at least 128 random bits and never uses it again, so that a restored database or a reused order id never meets the delivery of another order',
  });

/** Fields by which every message names its delivery. */
export const deliveryIdentityShape = {
  submissionKey: submissionKeySchema,
  sellerOrderId: idSchema.meta({
    description: "The shop's id of the order; not unique, as a redelivery or a restored shop has it again",
  }),
  orderCode: textSchema(64),
  channelId: idSchema.meta({ description: 'Only drivers who serve this channel are considered' }),
};

export const deliveryIdentitySchema = z.object(deliveryIdentityShape).meta({ id: 'DeliveryIdentity' });

export type DeliveryIdentity = z.infer<typeof deliveryIdentitySchema>;

/** A new submission key: 128 random bits in 22 characters. */
export function newSubmissionKey(): string {
  return randomBytes(16).toString('base64url');
}

/** The identity alone, of anything that has one. */
export function identityOf(owner: DeliveryIdentity): DeliveryIdentity {
  const { submissionKey, sellerOrderId, orderCode, channelId } = owner;
  return { submissionKey, sellerOrderId, orderCode, channelId };
}

/** Whether two identities name the same delivery: every field is equal. */
export function isSameDelivery(a: DeliveryIdentity, b: DeliveryIdentity): boolean {
  return (
    a.submissionKey === b.submissionKey &&
    a.sellerOrderId === b.sellerOrderId &&
    a.orderCode === b.orderCode &&
    a.channelId === b.channelId
  );
}
