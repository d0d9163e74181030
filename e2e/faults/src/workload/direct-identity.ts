import { createHash } from 'node:crypto';
import type { DeliveryIdentity } from '@driver-dispatch/contract';

/** The identity of an order that is sent to the engine past the shop: the same for the same id. */
export function directIdentity(sellerOrderId: string): DeliveryIdentity {
  const submissionKey = createHash('sha256').update(sellerOrderId).digest('base64url');
  return { submissionKey, sellerOrderId, orderCode: sellerOrderId, channelId: '1' };
}
