import { resolveOptions } from './resolve-options';

describe('resolveOptions', () => {
  it('defaults to 15 minutes of preparation and UTC', () => {
    expect(resolveOptions()).toMatchObject({ defaultPreparationMinutes: 15, defaultTimeZone: 'UTC' });
    const options = { defaultPreparationMinutes: 0, defaultTimeZone: 'Europe/Berlin' };
    expect(resolveOptions(options)).toMatchObject(options);
  });

  it('rejects an unknown time zone', () => {
    expect(() => resolveOptions({ defaultTimeZone: 'Berlin' })).toThrow(/defaultTimeZone/);
  });

  it.each([
    ['deliverySpeedKmh', { deliverySpeedKmh: 0 }],
    ['defaultDeliveryRadiusMetres', { defaultDeliveryRadiusMetres: 0 }],
    ['geocodingCacheDays', { geocodingCacheDays: 0 }],
    ['orderGeocodingWaitMs', { orderGeocodingWaitMs: -1 }],
    ['mapTiles', { mapTiles: { url: 'https://tiles.example.com' } }],
  ])('rejects a %s out of range', (name, options) => {
    expect(() => resolveOptions(options)).toThrow(new RegExp(name));
  });

  it.each([-1, 1441, 2.5, Number.NaN])('rejects %p minutes', (minutes) => {
    expect(() => resolveOptions({ defaultPreparationMinutes: minutes })).toThrow(/defaultPreparationMinutes/);
  });
});
