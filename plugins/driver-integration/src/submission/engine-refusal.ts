import {
  deliveryIdentitySchema,
  DispatchError,
  idSchema,
  type DeliveryIdentity,
  type ErrorCode,
} from '@driver-dispatch/contract';

const FINAL_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['invalid_message', 'idempotency_conflict']);

const earlierDeliverySchema = deliveryIdentitySchema.extend({ deliveryId: idSchema });

/** Whether an error says that the message itself is wrong: sending it again would change nothing. */
export function isFinal(error: unknown): error is DispatchError {
  return error instanceof DispatchError && FINAL_CODES.has(error.code);
}

/** The delivery that the engine has for the submission key from another message, if that is what the error says. */
export function earlierDelivery(error: unknown): (DeliveryIdentity & { deliveryId: string }) | undefined {
  return error instanceof DispatchError && error.code === 'idempotency_conflict'
    ? earlierDeliverySchema.safeParse(error.details).data
    : undefined;
}
