import { momentIn, timeIn } from './time-in';

const at = new Date('2026-05-04T10:30:00Z');

it('returns the local time, undefined without a zone and null for an unknown zone', () => {
  expect(timeIn('Europe/Berlin', at, 'de')).toBe('12:30');
  expect(timeIn('', at, 'de')).toBeUndefined();
  expect(timeIn(null, at, 'de')).toBeUndefined();
  expect(timeIn('Berlin', at, 'de')).toBeNull();
});

it('returns the date with the local time unless it is today in the zone', () => {
  expect(momentIn('Europe/Berlin', at, new Date('2026-05-04T01:00:00Z'), 'de')).toBe('12:30');
  expect(momentIn('Europe/Berlin', at, new Date('2026-05-03T21:59:00Z'), 'de')).toBe('04.05.26, 12:30');
  expect(momentIn('Asia/Tokyo', at, new Date('2026-05-03T23:00:00Z'), 'de')).toBe('19:30');
});
