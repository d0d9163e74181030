import { resolveOptions } from './resolve-options';

describe('resolveOptions', () => {
  it('prepares for 15 minutes by the clocks of UTC unless told otherwise', () => {
    expect(resolveOptions()).toMatchObject({ defaultPreparationMinutes: 15, defaultTimeZone: 'UTC' });
    const told = { defaultPreparationMinutes: 0, defaultTimeZone: 'Europe/Berlin' };
    expect(resolveOptions(told)).toMatchObject(told);
  });

  it('refuses a time zone that is none and names the option', () => {
    expect(() => resolveOptions({ defaultTimeZone: 'Berlin' })).toThrow(/defaultTimeZone/);
  });

  it.each([
    ['deliverySpeedKmh', { deliverySpeedKmh: 0 }],
    ['defaultDeliveryRadiusMetres', { defaultDeliveryRadiusMetres: 0 }],
    ['geocodingCacheDays', { geocodingCacheDays: 0 }],
    ['orderGeocodingWaitMs', { orderGeocodingWaitMs: -1 }],
    ['mapTiles', { mapTiles: { url: 'https://tiles.example.com' } }],
  ])('refuses a %s out of range and names it', (name, options) => {
    expect(() => resolveOptions(options)).toThrow(new RegExp(name));
  });

  it.each([-1, 1441, 2.5, Number.NaN])('refuses %p minutes and names the option', (minutes) => {
    expect(() => resolveOptions({ defaultPreparationMinutes: minutes })).toThrow(/defaultPreparationMinutes/);
  });
});
