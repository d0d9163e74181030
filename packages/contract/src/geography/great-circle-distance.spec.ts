import fc from 'fast-check';
import { EARTH_RADIUS_METRES, greatCircleDistance } from './great-circle-distance';

const degree = (Math.PI / 180) * EARTH_RADIUS_METRES;
const point = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('greatCircleDistance', () => {
  it('returns the same distance for a degree of the equator and of a meridian', () => {
    expect(greatCircleDistance({ lat: 0, lon: 10 }, { lat: 0, lon: 11 })).toBeCloseTo(degree, 3);
    expect(greatCircleDistance({ lat: 50, lon: 10 }, { lat: 51, lon: 10 })).toBeCloseTo(degree, 3);
  });

  it('crosses the antimeridian on the shortest path', () => {
    expect(greatCircleDistance({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 })).toBeCloseTo(degree, 3);
  });

  it('treats all longitudes at a pole as the same point', () => {
    expect(greatCircleDistance({ lat: 90, lon: 0 }, { lat: 90, lon: 123 })).toBeCloseTo(0, 6);
  });

  it('is symmetric, at most half the circumference, and satisfies the triangle inequality', () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const ab = greatCircleDistance(a, b);
        expect(ab).toBeCloseTo(greatCircleDistance(b, a), 6);
        expect(ab).toBeLessThanOrEqual(Math.PI * EARTH_RADIUS_METRES + 1e-6);
        expect(greatCircleDistance(a, c)).toBeLessThanOrEqual(ab + greatCircleDistance(b, c) + 1);
      }),
    );
  });
});
