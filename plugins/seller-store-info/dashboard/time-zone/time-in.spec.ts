import { timeIn } from './time-in';

const at = new Date('2026-05-04T10:30:00Z');

it('returns the local time, undefined without a zone and null for an unknown zone', () => {
  expect(timeIn('Europe/Berlin', at, 'de')).toBe('12:30');
  expect(timeIn('', at, 'de')).toBeUndefined();
  expect(timeIn(null, at, 'de')).toBeUndefined();
  expect(timeIn('Berlin', at, 'de')).toBeNull();
});
