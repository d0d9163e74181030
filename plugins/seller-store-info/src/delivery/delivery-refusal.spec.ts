import { openingHoursSchema } from '../opening-hours/opening-hours';
import type { RoutedStore } from '../stores/store-distance.service';
import { chooseStore, DEFAULT_TERMS, deliveryRefusal } from './delivery-refusal';

const now = new Date('2026-05-04T08:30Z');
const store = (rest: Partial<RoutedStore> = {}): RoutedStore => ({
  id: 1,
  name: 'Alex',
  point: { lat: 52.5, lon: 13.4 },
  address: {},
  preparationMinutes: 20,
  timeZone: 'UTC',
  distanceMetres: 1000,
  ...rest,
});
const openingHours = openingHoursSchema.parse({ weekdays: { monday: [{ from: '09:00', to: '18:00' }] } });

describe('deliveryRefusal', () => {
  it.each([
    ['nothing', {}, {}, undefined],
    ['the edge of the radius', { deliveryRadiusMetres: 1000 }, {}, undefined],
    ['a smaller radius', { deliveryRadiusMetres: 999 }, {}, 'TOO_FAR'],
    ['a smaller limit of the method', { deliveryRadiusMetres: 5000 }, { maxDistanceMetres: 999 }, 'TOO_FAR'],
    ['opening hours', { openingHours }, {}, 'CLOSED'],
    ['ignored opening hours', { openingHours }, { onlyWhileOpen: false }, undefined],
    ['an opening soon enough', { openingHours }, { minutesBeforeOpening: 30 }, undefined],
    ['an opening too late', { openingHours }, { minutesBeforeOpening: 29 }, 'CLOSED'],
    ['a pause', { pausedUntil: new Date('2026-05-04T09:00Z') }, {}, 'PAUSED'],
  ])('returns the refusal for %s', (_case, rest, terms, reason) => {
    expect(deliveryRefusal(store(rest), now, { ...DEFAULT_TERMS, ...terms })).toBe(reason);
  });
});

describe('chooseStore', () => {
  const near = store({ id: 1, distanceMetres: 100 });
  const far = store({ id: 2, distanceMetres: 900 });

  it('prefers the nearest store with all items in stock, else the nearest', () => {
    const choose = (hasEverything: (candidate: RoutedStore) => boolean) =>
      chooseStore([near, far], now, DEFAULT_TERMS, hasEverything);
    expect(choose(() => true)).toEqual({ deliverable: true, store: near });
    expect(choose(({ id }) => id === 2)).toEqual({ deliverable: true, store: far });
    expect(choose(() => false)).toEqual({ deliverable: true, store: near });
  });

  it('skips stores that cannot deliver', () => {
    const closed = { ...near, openingHours };
    expect(chooseStore([closed, far], now, DEFAULT_TERMS)).toEqual({ deliverable: true, store: far });
  });

  it('returns the reason of a store within delivery distance first', () => {
    const tooFar = { ...near, deliveryRadiusMetres: 50 };
    const closed = { ...far, openingHours };
    const refusal = (...stores: RoutedStore[]) => chooseStore(stores, now, DEFAULT_TERMS);
    expect(refusal(tooFar, closed)).toEqual({ deliverable: false, reason: 'CLOSED', store: closed });
    expect(refusal(tooFar)).toEqual({ deliverable: false, reason: 'TOO_FAR', store: tooFar });
    expect(refusal()).toEqual({ deliverable: false, reason: 'NO_STORE', store: undefined });
  });
});
