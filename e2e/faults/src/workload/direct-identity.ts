import { createHash } from 'node:crypto';
import type { DeliveryIdentity } from '@driver-dispatch/contract';

/** Returns the identity of an order that is submitted directly to the engine, derived from its id. */
export function directIdentity(sellerOrderId: string): DeliveryIdentity {
  const submissionKey = createHash('sha256').update(sellerOrderId).digest('base64url');
  return { submissionKey, sellerOrderId, orderCode: sellerOrderId, channelId: '1' };
}
