import { dropoffSchema } from '@driver-dispatch/contract';
import type { Order, RequestContext } from '@vendure/core';
import type { GeocodingStrategy } from '../configuration/geocoding-strategy';
import { instructionsOfAddress } from '../configuration/instructions-of-address';
import { NoGeocodingStrategy } from '../configuration/no-geocoding-strategy';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { createProblem, type Problem } from '../problems/problem';
import { DropoffLocatorService } from './dropoff-locator.service';

const ctx = {} as RequestContext;
const order = (shippingAddress: object) => ({ shippingAddress }) as Order;
const located = { customFields: { latitude: 52.5, longitude: 13.4 } };

const near = async () => ({ lat: 52.5, lon: 13.4 });

function locator(locate: GeocodingStrategy['locate'] = near) {
  return new DropoffLocatorService({
    geocodingStrategy: { locate },
    maxCoordinateDeviationMetres: 5000,
    deliveryInstructions: instructionsOfAddress,
  } as unknown as DriverIntegrationConfiguration);
}

describe('DropoffLocatorService', () => {
  const HERE = { found: true, dropoff: { point: { lat: 52.5, lon: 13.4 } } };

  it.each<[string, GeocodingStrategy['locate']]>([
    ['is near', async () => ({ lat: 52.51, lon: 13.4, precision: 'building' })],
    ['is in the same locality', async () => ({ lat: 52.6, lon: 13.4, precision: 'locality' })],
  ])('accepts coordinates whose address %s', async (_name, locate) => {
    expect(await locator(locate).dropoffFor(ctx, order(located), null)).toMatchObject(HERE);
  });

  it.each<[string, GeocodingStrategy['locate'], Problem]>([
    [
      'is far away',
      async () => ({ lat: 52.6, lon: 13.4 }),
      createProblem('COORDINATES_TOO_FAR', { kilometres: 11.1 }),
    ],
    [
      'is in a locality far away',
      async () => ({ lat: 48.14, lon: 11.58, precision: 'locality' }),
      createProblem('COORDINATES_TOO_FAR', { kilometres: 501.7 }),
    ],
    ['is not known', async () => undefined, createProblem('COORDINATES_NOT_CHECKED')],
  ])(
    'rejects coordinates whose address %s, unless an operator has set them',
    async (_name, locate, problem) => {
      expect(await locator(locate).dropoffFor(ctx, order(located), null)).toEqual({ found: false, problem });
      expect(await locator(locate).dropoffFor(ctx, order(located), { lat: 52.5, lon: 13.4 })).toMatchObject(
        HERE,
      );
    },
  );

  it('throws the error of the geocoder', async () => {
    const failing = () => Promise.reject(new Error('Unavailable'));
    await expect(locator(failing).dropoffFor(ctx, order(located), null)).rejects.toThrow('Unavailable');
  });

  it('returns the delivery instructions of the shopper, truncated', async () => {
    const noted = (deliveryInstructions: string) =>
      locator().dropoffFor(
        ctx,
        order({ customFields: { ...located.customFields, deliveryInstructions } }),
        null,
      );
    expect(await noted(' Ring twice ')).toMatchObject({ dropoff: { instructions: 'Ring twice' } });
    expect(await noted('x'.repeat(2_000))).toMatchObject({ dropoff: { instructions: 'x'.repeat(1_000) } });
  });

  it('accepts all coordinates without geocoding', async () => {
    const configuration = {
      geocodingStrategy: new NoGeocodingStrategy(),
      deliveryInstructions: () => null,
    } as unknown as DriverIntegrationConfiguration;
    const unchecked = new DropoffLocatorService(configuration);
    expect(await unchecked.dropoffFor(ctx, order(located), null)).toMatchObject(HERE);
  });

  it('prefers the drop-off of an operator', async () => {
    const answer = await locator().dropoffFor(ctx, order(located), { lat: 48.1, lon: 11.6 });
    expect(answer).toMatchObject({ dropoff: { point: { lat: 48.1, lon: 11.6 } } });
  });

  it.each([
    ['none', {}],
    ['half a coordinate', { customFields: { latitude: 52.5, longitude: null } }],
    ['(0, 0)', { customFields: { latitude: 0, longitude: 0 } }],
    ['a latitude of 91', { customFields: { latitude: 91, longitude: 13 } }],
  ])('geocodes an address with %s', async (_name, address) => {
    const geocode = jest.fn().mockResolvedValue({ lat: 50, lon: 8 });
    const answer = await locator(geocode).dropoffFor(ctx, order({ city: 'Mainz', ...address }), null);
    expect(geocode).toHaveBeenCalledWith(ctx, expect.objectContaining({ city: 'Mainz' }));
    expect(answer).toMatchObject({ found: true, dropoff: { point: { lat: 50, lon: 8 } } });
  });

  it('rejects an invalid point of the geocoder', async () => {
    const answer = await locator(async () => ({ lat: 0, lon: 0 })).dropoffFor(ctx, order({}), null);
    expect(answer).toEqual({ found: false, problem: createProblem('ADDRESS_NOT_FOUND') });
  });

  it('returns the valid fields of the address', async () => {
    const address = {
      ...located,
      fullName: ' Ada ',
      streetLine1: 'Street 1',
      streetLine2: '2nd floor',
      city: 'Berlin',
      countryCode: 'de',
      phoneNumber: '',
    };
    const answer = await locator().dropoffFor(ctx, order(address), null);
    expect(answer).toMatchObject({
      dropoff: {
        name: 'Ada',
        phone: undefined,
        address: { street: 'Street 1, 2nd floor', city: 'Berlin', countryCode: 'DE', province: undefined },
      },
    });
  });

  it('truncates texts to the maximum length of the contract', async () => {
    const long = 'ä😀'.repeat(200);
    const fields = ['fullName', 'phoneNumber', 'streetLine1', 'city', 'postalCode', 'province'];
    const address = { ...located, ...Object.fromEntries(fields.map((field) => [field, long])) };
    const answer = await locator().dropoffFor(ctx, order(address), null);
    expect(answer.found && dropoffSchema.safeParse(answer.dropoff).error).toBeUndefined();
    expect(answer).toMatchObject({ dropoff: { name: long.slice(0, 200).replace(/[\uD800-\uDBFF]$/, '') } });
  });
});
