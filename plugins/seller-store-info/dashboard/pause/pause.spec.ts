import { pausedAt } from './pause';

it('pauses only until a future time', () => {
  const now = new Date('2026-05-04T10:00:00Z');
  expect(pausedAt('2026-05-04T10:30:00Z', now)).toEqual(new Date('2026-05-04T10:30:00Z'));
  expect(pausedAt('2026-05-04T10:00:00Z', now)).toBeUndefined();
  expect(pausedAt(null, now)).toBeUndefined();
});
