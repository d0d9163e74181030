import { greatCircleDistance } from '@driver-dispatch/contract';
import { near, somewhere } from './city';

const MIDDLE = { lat: 52.52, lon: 13.405 };
const CORNER_METRES = 10_000 * Math.SQRT2;

const draw = (layout: 'uniform' | 'clustered') => Array.from({ length: 1_500 }, () => somewhere(layout));

const DEGREES_IN_200_METRES = 200 / 111_000;

/** Share of the points with another one among the first 400 within 200 m. */
function crowded(points: ReturnType<typeof draw>): number {
  const others = points.slice(0, 400);
  const within = points.filter((point) =>
    others.some(
      (other) =>
        other !== point &&
        // Costs much less than the distance, and excludes nearly all.
        Math.abs(point.lat - other.lat) < DEGREES_IN_200_METRES &&
        greatCircleDistance(point, other) < 200,
    ),
  );
  return within.length / points.length;
}

describe('a city', () => {
  it('is a box of 20 km', () => {
    for (const layout of ['uniform', 'clustered'] as const) {
      const far = Math.max(...draw(layout).map((point) => greatCircleDistance(MIDDLE, point)));
      expect(far).toBeGreaterThan(0.8 * CORNER_METRES);
      expect(far).toBeLessThan(1.01 * CORNER_METRES);
    }
  });

  it('is crowded around its centres when it is clustered', () => {
    expect(crowded(draw('clustered'))).toBeGreaterThan(2 * crowded(draw('uniform')));
  });

  it('has places near another one', () => {
    for (const point of draw('uniform').slice(0, 100)) {
      expect(greatCircleDistance(point, near(point, 30))).toBeLessThan(30 * Math.SQRT2 + 1);
    }
  });
});
