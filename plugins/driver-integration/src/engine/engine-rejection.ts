import {
  deliveryIdentitySchema,
  DispatchError,
  idSchema,
  type DeliveryIdentity,
  type ErrorCode,
} from '@driver-dispatch/contract';

const FINAL_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['invalid_message', 'idempotency_conflict']);

const earlierDeliverySchema = deliveryIdentitySchema.extend({ deliveryId: idSchema });

/** Whether the message itself is invalid, so that it must not be resent. */
export function isFinal(error: unknown): error is DispatchError {
  return error instanceof DispatchError && FINAL_CODES.has(error.code);
}

/**
 * Returns the delivery that the engine accepted for the same submission key with different contents, if the error has one.
 */
export function earlierDelivery(error: unknown): (DeliveryIdentity & { deliveryId: string }) | undefined {
  return error instanceof DispatchError && error.code === 'idempotency_conflict'
    ? earlierDeliverySchema.safeParse(error.details).data
    : undefined;
}
