import type { DeliveryDetail } from '../detail/delivery-detail-document';

type Address = NonNullable<DeliveryDetail['order']>['shippingAddress'];

/** Returns the non-empty lines of a postal address. */
export function addressLines(address: Address | undefined): string[] {
  const { fullName, company, streetLine1, streetLine2, postalCode, city, country } = address ?? {};
  const town = [postalCode, city].filter(Boolean).join(' ');
  return [fullName, company, streetLine1, streetLine2, town, country].filter((line): line is string =>
    Boolean(line),
  );
}
