import { pointOf } from './point-of';

it('returns a point only if both coordinates are in range', () => {
  expect(pointOf(52.5, 13.4)).toEqual({ lat: 52.5, lon: 13.4 });
  expect(pointOf(0, 0)).toEqual({ lat: 0, lon: 0 });
  expect(pointOf(52.5, null)).toBeUndefined();
  expect(pointOf(91, 13.4)).toBeUndefined();
  expect(pointOf(52.5, 181)).toBeUndefined();
  expect(pointOf(Number.NaN, 13.4)).toBeUndefined();
});
