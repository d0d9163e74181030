import { DispatchError, type ErrorCode } from '@driver-dispatch/contract';

const FINAL_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['invalid_message', 'idempotency_conflict']);

/** Whether an error says that the message itself is wrong: sending it again would change nothing. */
export function isFinal(error: unknown): error is DispatchError {
  return error instanceof DispatchError && FINAL_CODES.has(error.code);
}

/** Id of the delivery that the engine has for the order from another message, if that is what the error says. */
export function earlierDeliveryId(error: unknown): string | undefined {
  const conflict = error instanceof DispatchError && error.code === 'idempotency_conflict';
  const deliveryId = conflict ? error.details?.deliveryId : undefined;
  return typeof deliveryId === 'string' ? deliveryId : undefined;
}
