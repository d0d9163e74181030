import { computeBounds } from './point';

describe('computeBounds', () => {
  it('contains all points', () => {
    const points = [
      { lat: 52.5, lon: 13.4 },
      { lat: 52.4, lon: 13.6 },
      { lat: 52.6, lon: 13.3 },
    ];
    expect(computeBounds(points)).toEqual({ south: 52.4, west: 13.3, north: 52.6, east: 13.6 });
  });

  it('is undefined without points', () => {
    expect(computeBounds([])).toBeUndefined();
  });
});
