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
import { Instrument, type Order, type RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import { NoGeocodingStrategy } from '../configuration/no-geocoding-strategy';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { fitText } from '../deliveries/fit-text';
import { createProblem, type Problem } from '../problems/problem';
import { DELIVERY_INSTRUCTIONS_LENGTH } from './address-fields';

/** Maximum lengths in the contract, in characters. Longer texts are truncated. */
const LENGTHS = { name: 200, phone: 40, street: 300, city: 120, postalCode: 32, province: 120 };

export type DropoffResult = { found: true; dropoff: Dropoff } | { found: false; problem: Problem };

/** Factor for the allowed deviation if the geocode is the centre of a locality. */
const LOCALITY_DEVIATION_FACTOR = 4;

/**
 * Locates the drop-off of an order: the point set by an operator, else the coordinates of the address, else its geocode.
 * Rejects coordinates that are too far from the geocode or whose address is not found.
 */
@Injectable()
@Instrument()
export class DropoffLocatorService {
  constructor(
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** @param override drop-off set by an operator */
  async dropoffFor(ctx: RequestContext, order: Order, override: Point | null): Promise<DropoffResult> {
    const address: OrderAddress = order.shippingAddress ?? {};
    const given = override ? undefined : getCoordinates(address);
    const rejection = given && (await this.rejectionOf(ctx, given, address));
    if (rejection) {
      return { found: false, problem: rejection };
    }
    const point =
      override ?? given ?? toPoint(await this.configuration.geocodingStrategy.locate(ctx, address));
    if (!point) {
      return { found: false, problem: createProblem('ADDRESS_NOT_FOUND') };
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
   * Returns why the coordinates are rejected; undefined if they are accepted. Without geocoding they are always accepted.
   *
   * @throws the error of the geocoder if it is unavailable
   */
  private async rejectionOf(
    ctx: RequestContext,
    given: Point,
    address: OrderAddress,
  ): Promise<Problem | undefined> {
    const { geocodingStrategy, maxCoordinateDeviationMetres } = this.configuration;
    if (geocodingStrategy instanceof NoGeocodingStrategy) {
      return undefined;
    }
    const answer = await geocodingStrategy.locate(ctx, address);
    const known = toPoint(answer);
    if (!known) {
      return createProblem('COORDINATES_NOT_CHECKED');
    }
    const factor = answer?.precision === 'locality' ? LOCALITY_DEVIATION_FACTOR : 1;
    const deviation = greatCircleDistance(given, known);
    return deviation > factor * maxCoordinateDeviationMetres
      ? createProblem('COORDINATES_TOO_FAR', { kilometres: Math.round(deviation / 100) / 10 })
      : undefined;
  }
}

function toPoint(answer: GeocodedPoint | undefined): Point | undefined {
  return pointSchema.safeParse(answer).data;
}

function getCoordinates({ customFields }: OrderAddress): Point | undefined {
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
