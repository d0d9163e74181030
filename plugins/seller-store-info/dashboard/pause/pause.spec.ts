import { inMinutes, pausedAt } from './pause';

const now = new Date('2026-05-04T10:00:00Z');

it('pauses only until a future time', () => {
  expect(pausedAt('2026-05-04T10:30:00Z', now)).toEqual(new Date('2026-05-04T10:30:00Z'));
  expect(pausedAt('2026-05-04T10:00:00Z', now)).toBeUndefined();
  expect(pausedAt(null, now)).toBeUndefined();
});

it('adds minutes to the current time', () => {
  expect(inMinutes(90, now)).toBe('2026-05-04T11:30:00.000Z');
});
