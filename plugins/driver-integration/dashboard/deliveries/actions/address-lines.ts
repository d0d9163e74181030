import type { DeliveryDetail } from '../detail/delivery-detail-document';

type Address = NonNullable<DeliveryDetail['order']>['shippingAddress'];

/** An address as on an envelope, without the lines that are not there. */
export function addressLines(address: Address | undefined): string[] {
  const { fullName, company, streetLine1, streetLine2, postalCode, city, country } = address ?? {};
  const town = [postalCode, city].filter(Boolean).join(' ');
  return [fullName, company, streetLine1, streetLine2, town, country].filter((line): line is string =>
    Boolean(line),
  );
}
