import { inMinutes, pausedAt } from './pause';

const now = new Date('2026-05-04T10:00:00Z');

it('is paused until a time that is yet to come', () => {
  expect(pausedAt('2026-05-04T10:30:00Z', now)).toEqual(new Date('2026-05-04T10:30:00Z'));
  expect(pausedAt('2026-05-04T10:00:00Z', now)).toBeUndefined();
  expect(pausedAt(null, now)).toBeUndefined();
});

it('counts from now', () => {
  expect(inMinutes(90, now)).toBe('2026-05-04T11:30:00.000Z');
});
