import { greatCircleDistance } from '@driver-dispatch/contract';
import { pointNear, randomPoint } from './city';

const CENTRE = { lat: 52.52, lon: 13.405 };

it('returns random points in a box of 20 km', () => {
  const distances = Array.from({ length: 1_500 }, () => greatCircleDistance(CENTRE, randomPoint()));
  const corner = 10_000 * Math.SQRT2;
  expect(Math.max(...distances)).toBeGreaterThan(0.8 * corner);
  expect(Math.max(...distances)).toBeLessThan(1.01 * corner);
});

it('returns points near another one', () => {
  const distances = Array.from({ length: 100 }, () => greatCircleDistance(CENTRE, pointNear(CENTRE, 30)));
  expect(Math.max(...distances)).toBeLessThan(30 * Math.SQRT2 + 1);
});
