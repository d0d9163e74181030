import { mapTilesFault } from './map-tiles';

const url = 'https://tiles.example.com/{z}/{x}/{y}.png';

describe('mapTilesFault', () => {
  it('finds none where an address of tiles has its three numbers', () => {
    expect(mapTilesFault({ url })).toBeUndefined();
    expect(mapTilesFault({ url, darkUrl: url, attribution: 'Somebody', maxZoom: 18 })).toBeUndefined();
    expect(
      mapTilesFault({ url, attribution: 'Somebody', attributionUrl: 'https://example.com/tiles' }),
    ).toBeUndefined();
  });

  it.each([
    [{ url: 'https://tiles.example.com' }, /^url: needs \{z\}/],
    [{ url, darkUrl: '/{z}/{x}' }, /^darkUrl: needs/],
    [{ url, maxZoom: 30 }, /^maxZoom/],
    [{ url, attributionUrl: 'javascript:alert(1)' }, /^attributionUrl/],
    [{ url, tileUrl: url }, /^it: .*tileUrl/],
  ])('says what is wrong with %j', (tiles, fault) => {
    expect(mapTilesFault(tiles)).toMatch(fault);
  });
});
