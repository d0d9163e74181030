import { mapTilesError } from './map-tiles';

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
