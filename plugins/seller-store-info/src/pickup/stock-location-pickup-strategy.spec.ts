import type { Injector, Order, RequestContext } from '@vendure/core';
import { PreparationService } from '../stores/preparation.service';
import type { Store } from '../stores/store';
import { StoreService } from '../stores/store.service';
import { StockLocationPickupStrategy } from './stock-location-pickup-strategy';

const channel = { id: 2, code: 'anna' };
const ctx = { channel } as RequestContext;
const order = { id: 7, code: 'A1' } as Order;
const store: Store = {
  id: 1,
  name: 'Alex',
  point: { lat: 52.52, lon: 13.405 },
  address: { city: 'Berlin', countryCode: 'DE' },
  phone: '+49 30 1',
  preparationMinutes: 20,
  timeZone: 'UTC',
};

/** Returns the pickup of an order with allocations at a store, in a channel with some stores. */
function pickupOf(allocatedAt: Store | undefined, extraMinutes = 0, ofChannel: Store[] = []) {
  const services = new Map<unknown, unknown>([
    [
      StoreService,
      {
        storeWithMostUnitsOf: async (_ctx: RequestContext, id: unknown) =>
          id === order.id ? allocatedAt : undefined,
        storesOfChannel: async (_ctx: RequestContext, { id }: { id: unknown }) =>
          id === channel.id ? ofChannel : [],
      },
    ],
    [PreparationService, { extraMinutesOfOrder: async () => extraMinutes }],
  ]);
  const strategy = new StockLocationPickupStrategy();
  strategy.init({ get: (type: unknown) => services.get(type) } as Injector);
  return strategy.pickupFor(ctx, order);
}

describe('StockLocationPickupStrategy', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-05-04T23:50Z') });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('is ready after the preparation time, in UTC', async () => {
    expect(await pickupOf(store)).toEqual({
      found: true,
      pickup: {
        name: 'Alex',
        point: { lat: 52.52, lon: 13.405 },
        address: { city: 'Berlin', countryCode: 'DE' },
        phone: '+49 30 1',
        readyAt: '2026-05-05T00:10:00.000Z',
      },
      placeId: 1,
    });
  });

  it('adds the extra minutes of the variants', async () => {
    expect(await pickupOf(store, 30)).toMatchObject({ pickup: { readyAt: '2026-05-05T00:40:00.000Z' } });
  });

  it('reports a store without coordinates', async () => {
    const problem = { code: 'STORE_NOT_LOCATED', details: { store: 'Alex' } };
    expect(await pickupOf({ ...store, point: undefined }, 0, [store])).toEqual({ found: false, problem });
  });

  it('truncates a name to the length limit of the contract', async () => {
    const longName = { ...store, name: 'x'.repeat(255) };
    expect(await pickupOf(longName)).toMatchObject({ pickup: { name: 'x'.repeat(200) } });
  });

  it("returns the first located store of the context's channel for an order without allocations", async () => {
    const unlocated = { ...store, id: 3, point: undefined };
    expect(await pickupOf(undefined, 0, [unlocated, store])).toMatchObject({ placeId: 1 });
    const problem = { code: 'STORE_MISSING', details: { channel: 'anna' } };
    expect(await pickupOf(undefined, 0, [unlocated])).toEqual({ found: false, problem });
  });
});
