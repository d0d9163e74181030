import type { DeliveryIdentity } from '@driver-dispatch/contract';
import { fitText } from './fit-text';
import type { DriverDelivery } from './driver-delivery.entity';

/** Maximum length of an order code in the contract, in characters. */
const ORDER_CODE_LENGTH = 64;

/** Returns the fields that identify a delivery in messages to the engine. */
export function identityOfDelivery({
  submissionKey,
  orderId,
  orderCode,
  channelId,
}: Pick<DriverDelivery, 'submissionKey' | 'orderId' | 'orderCode' | 'channelId'>): DeliveryIdentity {
  return {
    submissionKey,
    sellerOrderId: String(orderId),
    orderCode: fitText(orderCode, ORDER_CODE_LENGTH) ?? orderCode,
    channelId: String(channelId),
  };
}
