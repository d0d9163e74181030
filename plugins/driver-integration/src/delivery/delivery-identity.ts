import type { DeliveryIdentity } from '@driver-dispatch/contract';
import { fitText } from '../locating/fit-text';
import type { DriverDelivery } from './driver-delivery.entity';

/** Characters; the contract's limit of an order code. */
const ORDER_CODE_LENGTH = 64;

/** The fields by which a delivery is named to the engine, as every message has them. */
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
