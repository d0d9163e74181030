import {
  greatCircleDistance,
  pointSchema,
  type Address,
  type Dropoff,
  type GeocodedPoint,
  type Point,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderAddress } from '@vendure/common/lib/generated-types';
import { Logger, type Order, type RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { DELIVERY_INSTRUCTIONS_LENGTH } from './address-fields';
import { fitText } from './fit-text';
import { NoGeocodingStrategy } from './no-geocoding-strategy';

/** Characters; what the contract lets a drop-off carry. What is longer is cut: a driver can still find it. */
const LENGTHS = { name: 200, phone: 40, street: 300, city: 120, postalCode: 32, province: 120 };

export type DropoffAnswer = { found: true; dropoff: Dropoff } | { found: false; reason: string };

/**
 * Locates the drop-off of an order: a point that an operator has set, else the coordinates of the address, else its
 * geocode. Coordinates that are too far from the geocode are refused.
 */
@Injectable()
export class DropoffLocatorService {
  constructor(
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** @param override the point an operator has set for this delivery */
  async dropoffFor(ctx: RequestContext, order: Order, override: Point | null): Promise<DropoffAnswer> {
    const address: OrderAddress = order.shippingAddress ?? {};
    const given = override ? undefined : coordinatesOf(address);
    const deviation = given && (await this.deviationMetres(ctx, given, address));
    if (deviation !== undefined && deviation > this.configuration.maxCoordinateDeviationMetres) {
      const km = (deviation / 1000).toFixed(1);
      return { found: false, reason: `The coordinates are ${km} km away from the shipping address` };
    }
    const point = override ?? given ?? pointOf(await this.configuration.geocoding.locate(ctx, address));
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
        instructions: fitText(this.configuration.deliveryInstructions(order), DELIVERY_INSTRUCTIONS_LENGTH),
      },
    };
  }

  /**
   * Metres from the given coordinates to the geocode of the address. Undefined where the two can't be compared: no
   * geocoding, an address that is not known or only by its locality, or a geocoder that fails.
   */
  private async deviationMetres(
    ctx: RequestContext,
    given: Point,
    address: OrderAddress,
  ): Promise<number | undefined> {
    const { geocoding } = this.configuration;
    if (geocoding instanceof NoGeocodingStrategy) {
      return undefined;
    }
    try {
      const known = await geocoding.locate(ctx, address);
      const point = pointOf(known);
      return point && known?.precision !== 'locality' ? greatCircleDistance(given, point) : undefined;
    } catch (error) {
      Logger.warn(`The coordinates of an address are not checked: ${String(error)}`, LOG_CONTEXT);
      return undefined;
    }
  }
}

function pointOf(answer: GeocodedPoint | undefined): Point | undefined {
  return pointSchema.safeParse(answer).data;
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
