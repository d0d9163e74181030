import { openingHoursSchema } from '../opening-hours/opening-hours';
import { readyAt } from './ready-at';
import type { Store } from './store';

const store: Store = { id: 1, name: 'Alex', address: {}, preparationMinutes: 20, timeZone: 'UTC' };
const noon = new Date('2026-05-04T12:00Z');
const openingHours = openingHoursSchema.parse({ weekdays: { tuesday: [{ from: '09:00', to: '18:00' }] } });

describe('readyAt', () => {
  it("adds the store's minutes and the variants' to an order of an open store", () => {
    expect(readyAt(store, noon)).toEqual(new Date('2026-05-04T12:20Z'));
    expect(readyAt(store, noon, 15)).toEqual(new Date('2026-05-04T12:35Z'));
  });

  it('begins when a closed store opens, and when a paused one goes on', () => {
    expect(readyAt({ ...store, openingHours }, noon)).toEqual(new Date('2026-05-05T09:20Z'));
    const pausedUntil = new Date('2026-05-04T13:00Z');
    expect(readyAt({ ...store, pausedUntil }, noon)).toEqual(new Date('2026-05-04T13:20Z'));
  });

  it('begins at once where no opening is known', () => {
    const never = openingHoursSchema.parse({ weekdays: {} });
    expect(readyAt({ ...store, openingHours: never }, noon)).toEqual(new Date('2026-05-04T12:20Z'));
  });
});
