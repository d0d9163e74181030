import type { Order } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { fitText } from '../deliveries/fit-text';

/** Length of a column, in characters. */
const LENGTH = 255;

/** Returns the columns with the name and the street of the receiver. */
export function receiverColumns({
  shippingAddress,
}: Pick<Order, 'shippingAddress'>): Pick<DriverDelivery, 'customerName' | 'dropoffStreet'> {
  const { fullName, company, streetLine1, streetLine2 } = shippingAddress ?? {};
  const street = [streetLine1, streetLine2].filter(Boolean).join(', ');
  return {
    customerName: fitText(fullName, LENGTH) ?? fitText(company, LENGTH) ?? null,
    dropoffStreet: fitText(street, LENGTH) ?? null,
  };
}
