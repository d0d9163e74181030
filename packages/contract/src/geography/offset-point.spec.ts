import { greatCircleDistance } from './great-circle-distance';
import { offsetPoint } from './offset-point';

describe('offsetPoint', () => {
  it('keeps distances at the equator to a millionth', () => {
    const origin = { lat: 0, lon: 20 };
    const a = offsetPoint(origin, 11491, 2806);
    const b = offsetPoint(origin, 2818, 10568);
    const plane = Math.hypot(11491 - 2818, 2806 - 10568);
    expect(Math.abs(greatCircleDistance(a, b) / plane - 1)).toBeLessThan(2e-6);
  });

  it('adds metres to the east and to the north', () => {
    const origin = { lat: 52.5, lon: 13.4 };
    const point = offsetPoint(origin, 100, 200);
    expect(point.lat).toBeGreaterThan(origin.lat);
    expect(point.lon).toBeGreaterThan(origin.lon);
    expect(greatCircleDistance(origin, point)).toBeCloseTo(Math.hypot(100, 200), 1);
  });
});
