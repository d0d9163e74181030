import { addressLines, formatDistance, formatDuration, formatTime } from './format';

describe('formatDistance', () => {
  it.each([
    [0, 'en', '0 m'],
    [847, 'en', '850 m'],
    [996, 'en', '1 km'],
    [3_240, 'en', '3.2 km'],
    [3_240, 'de', '3,2 km'],
  ])('writes %d m in %s as %s', (metres, locale, text) => {
    expect(formatDistance(metres, locale)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [59, 'en', '0 min'],
    [3_599, 'en', '59 min'],
    [11_100, 'en', '3 hr 5 min'],
    [11_100, 'de', '3 Std. 5 Min.'],
  ])('writes %d s in %s as %s', (seconds, locale, text) => {
    expect(formatDuration(seconds, locale)).toBe(text);
  });
});

it('formats a time in the zone of the device', () => {
  expect(formatTime('2026-05-04T14:05:00.000Z', 'de')).toBe('14:05');
});

it('lists the lines of an address', () => {
  expect(addressLines({ street: 'Weg 1', postalCode: '10115', city: 'Berlin', countryCode: 'DE' })).toEqual([
    'Weg 1',
    '10115 Berlin',
  ]);
  expect(addressLines({})).toEqual([]);
});
