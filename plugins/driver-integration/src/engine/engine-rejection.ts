import {
  deliveryIdentitySchema,
  DispatchError,
  idSchema,
  type DeliveryIdentity,
  type ErrorCode,
  type SellerOrderMessage,
} from '@driver-dispatch/contract';

/** Error codes after which a message is not resent, as the engine would reject it again. */
const FINAL_CODES: Readonly<Record<SellerOrderMessage['type'], readonly ErrorCode[]>> = {
  'seller_order.ready': ['invalid_message', 'idempotency_conflict'],
  'seller_order.updated': ['invalid_message', 'illegal_transition', 'identity_mismatch', 'not_found'],
  'seller_order.cancelled': ['invalid_message', 'illegal_transition', 'identity_mismatch'],
};

const earlierDeliverySchema = deliveryIdentitySchema.extend({ deliveryId: idSchema });

/** Whether the engine has rejected a message of the type, so that it must not be resent. */
export function isFinal(error: unknown, type: SellerOrderMessage['type']): error is DispatchError {
  return error instanceof DispatchError && FINAL_CODES[type].includes(error.code);
}

/**
 * Returns the delivery that the engine accepted for the same submission key with different contents, if the error has one.
 */
export function earlierDelivery(error: unknown): (DeliveryIdentity & { deliveryId: string }) | undefined {
  return error instanceof DispatchError && error.code === 'idempotency_conflict'
    ? earlierDeliverySchema.safeParse(error.details).data
    : undefined;
}
