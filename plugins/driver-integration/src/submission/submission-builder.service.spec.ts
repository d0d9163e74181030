import type { PickupResult, Requirements } from '@driver-dispatch/contract';
import { Logger, type Order, type RequestContext } from '@vendure/core';
import { DurationPromisedTimeStrategy } from '../configuration/duration-promised-time-strategy';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import type { PromisedTimeStrategy } from '../configuration/promised-time-strategy';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { createProblem } from '../problems/problem';
import type { DropoffResult } from './dropoff-locator.service';
import { SubmissionBuilderService } from './submission-builder.service';

const ctx = {} as RequestContext;
const pickup = {
  name: 'Alex',
  point: { lat: 52.52, lon: 13.405 },
  address: { city: 'Berlin' },
  readyAt: '2026-05-04T12:00:00.000Z',
};
const dropoff = { found: true, dropoff: { point: { lat: 52.5, lon: 13.4 }, address: {} } } as const;
const in30Minutes = new DurationPromisedTimeStrategy({ minutes: 30 });

/** Builds the submission of an order whose pickup strategy returns a result. */
function build(
  result: PickupResult,
  readyAt: Date | null = null,
  promisedAt: Date | null = null,
  {
    located = dropoff as DropoffResult,
    promisedTimeStrategy = in30Minutes as PromisedTimeStrategy,
    requirements = undefined as Requirements | undefined,
  } = {},
) {
  const configuration = {
    pickupStrategy: { pickupFor: async () => result },
    requirementsStrategy: { requirementsOf: async () => requirements },
    tracking: { promisedTimeStrategy },
  } as unknown as DriverIntegrationConfiguration;
  const builder = new SubmissionBuilderService(null!, null!, null!, configuration);
  const delivery = new DriverDelivery({
    submissionKey: '0'.repeat(32),
    orderId: 7,
    orderCode: 'A1',
    channelId: 2,
    readyAt,
    promisedAt,
  });
  return builder.build(ctx, { delivery, order: {} as Order, dropoff: located });
}

describe('SubmissionBuilderService', () => {
  it('returns the columns of the submission', async () => {
    expect(await build({ found: true, pickup, placeId: 5 })).toEqual({
      submission: expect.objectContaining({ sellerOrderId: '7', pickup, dropoff: dropoff.dropoff }),
      pickupPlaceId: '5',
      storeName: 'Alex',
      readyAt: new Date(pickup.readyAt),
      promisedAt: new Date('2026-05-04T12:30:00.000Z'),
    });
  });

  it('contains the requirements', async () => {
    const requirements = { tags: ['cooling'], loadGrams: 900 };
    const built = await build({ found: true, pickup }, null, null, { requirements });
    expect(built).toMatchObject({ submission: { requirements } });
  });

  it('refuses invalid requirements', async () => {
    const built = await build({ found: true, pickup }, null, null, { requirements: { tags: ['A, B'] } });
    expect(built).toMatchObject({ state: 'REFUSED', problem: { code: 'INVALID_MESSAGE' } });
  });

  it('prefers the time at which the order was marked ready', async () => {
    const readyAt = new Date('2026-05-04T11:00:00.000Z');
    expect(await build({ found: true, pickup }, readyAt)).toMatchObject({
      submission: { pickup: { readyAt: readyAt.toISOString() } },
      readyAt,
    });
  });

  it('keeps the promised time of an order that is built again', async () => {
    const promisedAt = new Date('2026-05-04T12:10:00.000Z');
    expect(await build({ found: true, pickup }, null, promisedAt)).toMatchObject({ promisedAt });
  });

  it('promises a time while the drop-off is not located', async () => {
    const located = { found: false, problem: createProblem('ADDRESS_NOT_FOUND') } as DropoffResult;
    expect(await build({ found: true, pickup }, null, null, { located })).toMatchObject({
      missingPlace: 'dropoff',
      promisedAt: new Date('2026-05-04T12:30:00.000Z'),
    });
  });

  it.each<[string, () => Date]>([
    [
      'fails',
      () => {
        throw new Error('No opening hours');
      },
    ],
    ['returns an invalid date', () => new Date(NaN)],
  ])('submits an order whose promised-time strategy %s', async (_, promisedAt) => {
    const logError = jest.spyOn(Logger, 'error').mockImplementation();
    const options = { promisedTimeStrategy: { promisedAt } };
    expect(await build({ found: true, pickup }, null, null, options)).toMatchObject({
      submission: { sellerOrderId: '7' },
      promisedAt: null,
    });
    expect(logError).toHaveBeenCalledWith(expect.stringContaining('promised time'), expect.anything());
    logError.mockRestore();
  });

  it('waits for the correction of an invalid pickup', async () => {
    const invalid = { ...pickup, address: { countryCode: 'Germany' } };
    expect(await build({ found: true, pickup: invalid })).toEqual({
      state: 'NOT_LOCATED',
      missingPlace: 'pickup',
      problem: expect.objectContaining({
        code: 'PICKUP_INVALID',
        message: expect.stringMatching(/"Alex".*pickup\.address\.countryCode/),
      }),
    });
  });

  it('refuses an invalid submission', async () => {
    expect(await build({ found: true, pickup, searchRadiusMetres: -1 })).toEqual({
      state: 'REFUSED',
      problem: expect.objectContaining({
        code: 'INVALID_MESSAGE',
        message: expect.stringMatching(/searchRadiusMetres/),
      }),
    });
  });
});
