import { mapTilesError, tileOrigins } from './map-tiles';

const url = 'https://tiles.example.com/{z}/{x}/{y}.png';

describe('mapTilesError', () => {
  it('accepts tile URLs with z, x and y', () => {
    expect(mapTilesError({ url })).toBeUndefined();
    expect(mapTilesError({ url, darkUrl: url, attribution: 'Example Maps', maxZoom: 18 })).toBeUndefined();
    expect(
      mapTilesError({ url, attribution: 'Example Maps', attributionUrl: 'https://example.com/tiles' }),
    ).toBeUndefined();
  });

  it.each([
    [{ url: 'https://tiles.example.com' }, /^url: must contain \{z\}/],
    [{ url, darkUrl: '/{z}/{x}' }, /^darkUrl: must contain/],
    [{ url, maxZoom: 30 }, /^maxZoom/],
    [{ url, attributionUrl: 'javascript:alert(1)' }, /^attributionUrl/],
    [{ url, tileUrl: url }, /^value: .*tileUrl/],
  ])('rejects %j', (tiles, error) => {
    expect(mapTilesError(tiles)).toMatch(error);
  });
});

describe('tileOrigins', () => {
  const dark = 'https://dark.example.com/{z}/{x}/{y}.png';

  it.each([
    [undefined, []],
    [{ url: '/tiles/{z}/{x}/{y}.png' }, []],
    [{ url, darkUrl: 'https://tiles.example.com/dark/{z}/{x}/{y}.png' }, ['https://tiles.example.com']],
    [
      { url: 'https://{s}.example.com/{z}/{x}/{y}.png', darkUrl: dark },
      ['https://*.example.com', 'https://dark.example.com'],
    ],
  ])('finds the tile servers of %j', (tiles, origins) => {
    expect(tileOrigins(tiles)).toEqual(origins);
  });
});
