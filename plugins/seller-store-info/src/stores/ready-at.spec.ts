import { openingHoursSchema } from '../opening-hours/opening-hours';
import { readyAt } from './ready-at';
import type { Store } from './store';

const store: Store = { id: 1, name: 'Alex', address: {}, preparationMinutes: 20, timeZone: 'UTC' };
const noon = new Date('2026-05-04T12:00Z');
const openingHours = openingHoursSchema.parse({ weekdays: { tuesday: [{ from: '09:00', to: '18:00' }] } });

describe('readyAt', () => {
  it('adds the minutes of the store and of the variants', () => {
    expect(readyAt(store, noon)).toEqual(new Date('2026-05-04T12:20Z'));
    expect(readyAt(store, noon, 15)).toEqual(new Date('2026-05-04T12:35Z'));
  });

  it('starts when a closed store opens or a paused store resumes', () => {
    expect(readyAt({ ...store, openingHours }, noon)).toEqual(new Date('2026-05-05T09:20Z'));
    const pausedUntil = new Date('2026-05-04T13:00Z');
    expect(readyAt({ ...store, pausedUntil }, noon)).toEqual(new Date('2026-05-04T13:20Z'));
  });

  it('starts immediately if no opening is known', () => {
    const never = openingHoursSchema.parse({ weekdays: {} });
    expect(readyAt({ ...store, openingHours: never }, noon)).toEqual(new Date('2026-05-04T12:20Z'));
  });
});
