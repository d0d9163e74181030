import { pointSchema, type Address, type Dropoff, type Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderAddress } from '@vendure/common/lib/generated-types';
import type { Order, RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { fitText } from './fit-text';

/** Characters; what the contract lets a drop-off carry. What is longer is cut: a driver can still find it. */
const LENGTHS = { name: 200, phone: 40, street: 300, city: 120, postalCode: 32, province: 120 };

export type DropoffAnswer = { found: true; dropoff: Dropoff } | { found: false; reason: string };

/** Where an order is handed over: a point somebody set, else the address' own coordinates, else its geocode. */
@Injectable()
export class DropoffLocatorService {
  constructor(
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** @param override the point an operator has set for this delivery */
  async dropoffFor(ctx: RequestContext, order: Order, override: Point | null): Promise<DropoffAnswer> {
    const address: OrderAddress = order.shippingAddress ?? {};
    const point = override ?? coordinatesOf(address) ?? (await this.geocode(ctx, address));
    if (!point) {
      return { found: false, reason: 'The shipping address has no coordinates and was not found' };
    }
    return {
      found: true,
      dropoff: {
        point,
        name: fitText(address.fullName, LENGTHS.name) ?? fitText(address.company, LENGTHS.name),
        phone: fitText(address.phoneNumber, LENGTHS.phone),
        address: toAddress(address),
      },
    };
  }

  private async geocode(ctx: RequestContext, address: OrderAddress): Promise<Point | undefined> {
    const point = await this.configuration.geocoding.locate(ctx, address);
    return pointSchema.safeParse(point).data;
  }
}

function coordinatesOf({ customFields }: OrderAddress): Point | undefined {
  const { latitude, longitude } = (customFields ?? {}) as { latitude?: unknown; longitude?: unknown };
  return pointSchema.safeParse({ lat: latitude, lon: longitude }).data;
}

function toAddress(address: OrderAddress): Address {
  const country = address.countryCode?.toUpperCase() ?? '';
  return {
    street: fitText([address.streetLine1, address.streetLine2].filter(Boolean).join(', '), LENGTHS.street),
    city: fitText(address.city, LENGTHS.city),
    postalCode: fitText(address.postalCode, LENGTHS.postalCode),
    province: fitText(address.province, LENGTHS.province),
    countryCode: /^[A-Z]{2}$/.test(country) ? country : undefined,
  };
}
