import { greatCircleDistance } from '@driver-dispatch/contract';
import { interpolateGreatCircle } from './interpolate-great-circle';

describe('interpolateGreatCircle', () => {
  const from = { lat: 52.5243, lon: 13.3957 };
  const to = { lat: 52.5047, lon: 13.4124 };

  it('returns the point at a fraction of the distance', () => {
    const whole = greatCircleDistance(from, to);
    const point = interpolateGreatCircle(from, to, 0.25);
    expect(greatCircleDistance(from, point)).toBeCloseTo(whole / 4, 3);
    expect(greatCircleDistance(point, to)).toBeCloseTo((whole * 3) / 4, 3);
  });

  it('clamps fractions below 0 and above 1', () => {
    expect(interpolateGreatCircle(from, to, -1)).toEqual(from);
    expect(interpolateGreatCircle(from, to, 1.5)).toEqual(to);
    expect(interpolateGreatCircle(from, from, 0.5)).toEqual(from);
  });

  it('crosses the antimeridian on the shorter side', () => {
    expect(
      Math.abs(interpolateGreatCircle({ lat: 0, lon: 179 }, { lat: 0, lon: -179 }, 0.5).lon),
    ).toBeCloseTo(180, 6);
  });
});
