import type { Store } from '../stores/store';
import { pickupOfStore } from './pickup-of-store';

const now = new Date('2026-05-04T23:50Z');
const store: Store = {
  id: 1,
  name: 'Alex',
  point: { lat: 52.52, lon: 13.405 },
  address: { city: 'Berlin', countryCode: 'DE' },
  phone: '+49 30 1',
  preparationMinutes: 20,
  timeZone: 'UTC',
};

describe('pickupOfStore', () => {
  it('is ready after the preparation time, in UTC', () => {
    expect(pickupOfStore(store, now)).toEqual({
      found: true,
      pickup: {
        name: 'Alex',
        point: { lat: 52.52, lon: 13.405 },
        address: { city: 'Berlin', countryCode: 'DE' },
        phone: '+49 30 1',
        readyAt: '2026-05-05T00:10:00.000Z',
      },
      placeId: 1,
      preparationMinutes: 20,
    });
  });

  it('adds the extra minutes of the variants', () => {
    expect(pickupOfStore(store, now, 30)).toMatchObject({
      pickup: { readyAt: '2026-05-05T00:40:00.000Z' },
      preparationMinutes: 50,
    });
  });

  it('reports a store without coordinates', () => {
    const reason = 'Stock location "Alex" has no coordinates';
    expect(pickupOfStore({ ...store, point: undefined }, now)).toEqual({ found: false, reason });
  });

  it('truncates a name to the length limit of the contract', () => {
    expect(pickupOfStore({ ...store, name: 'x'.repeat(255) }, now)).toMatchObject({
      pickup: { name: 'x'.repeat(200) },
    });
  });

  it('reports a validation error of the contract', () => {
    expect(pickupOfStore({ ...store, address: { countryCode: 'Germany' } }, now)).toEqual({
      found: false,
      reason: expect.stringMatching(/"Alex".*address\.countryCode/),
    });
  });
});
