import { greatCircleDistance } from '@driver-dispatch/contract';
import { alongGreatCircle } from './along-great-circle';

describe('alongGreatCircle', () => {
  const from = { lat: 52.5243, lon: 13.3957 };
  const to = { lat: 52.5047, lon: 13.4124 };

  it('returns the point at a share of the distance', () => {
    const whole = greatCircleDistance(from, to);
    const point = alongGreatCircle(from, to, 0.25);
    expect(greatCircleDistance(from, point)).toBeCloseTo(whole / 4, 3);
    expect(greatCircleDistance(point, to)).toBeCloseTo((whole * 3) / 4, 3);
  });

  it('clamps shares below 0 and above 1', () => {
    expect(alongGreatCircle(from, to, -1)).toEqual(from);
    expect(alongGreatCircle(from, to, 1.5)).toEqual(to);
    expect(alongGreatCircle(from, from, 0.5)).toEqual(from);
  });

  it('crosses the antimeridian on the shorter side', () => {
    expect(Math.abs(alongGreatCircle({ lat: 0, lon: 179 }, { lat: 0, lon: -179 }, 0.5).lon)).toBeCloseTo(
      180,
      6,
    );
  });
});
