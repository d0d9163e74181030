import type { DeliveryReceipt } from '@driver-dispatch/contract';
import type { DeliveryEntity } from '../database/delivery.entity';

/** @param duplicate whether the request had no effect, as an earlier one had the same */
export function toReceipt(
  { id, submissionKey, state, sequence }: DeliveryEntity,
  duplicate: boolean,
): DeliveryReceipt {
  return { deliveryId: id, submissionKey, state, sequence, duplicate };
}
