import { pointSchema, type Address, type Dropoff, type Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderAddress } from '@vendure/common/lib/generated-types';
import type { Order, RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';

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
        name: text(address.fullName) ?? text(address.company),
        phone: text(address.phoneNumber)?.slice(0, 40),
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
    street: text([address.streetLine1, address.streetLine2].filter(Boolean).join(', ')),
    city: text(address.city),
    postalCode: text(address.postalCode),
    province: text(address.province),
    countryCode: /^[A-Z]{2}$/.test(country) ? country : undefined,
  };
}

function text(value: string | null | undefined): string | undefined {
  return value?.trim() || undefined;
}
