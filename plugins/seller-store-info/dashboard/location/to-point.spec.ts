import { toPoint } from './to-point';

it('returns a point only if both coordinates are in range', () => {
  expect(toPoint(52.5, 13.4)).toEqual({ lat: 52.5, lon: 13.4 });
  expect(toPoint(0, 0)).toEqual({ lat: 0, lon: 0 });
  expect(toPoint(52.5, null)).toBeUndefined();
  expect(toPoint(91, 13.4)).toBeUndefined();
  expect(toPoint(52.5, 181)).toBeUndefined();
  expect(toPoint(Number.NaN, 13.4)).toBeUndefined();
});
