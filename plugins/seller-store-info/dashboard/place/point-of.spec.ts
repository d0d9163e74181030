import { pointOf } from './point-of';

it('is a point with both numbers in their range', () => {
  expect(pointOf(52.5, 13.4)).toEqual({ lat: 52.5, lon: 13.4 });
  expect(pointOf(0, 0)).toEqual({ lat: 0, lon: 0 });
  expect(pointOf(52.5, null)).toBeUndefined();
  expect(pointOf(91, 13.4)).toBeUndefined();
  expect(pointOf(52.5, 181)).toBeUndefined();
  expect(pointOf(Number.NaN, 13.4)).toBeUndefined();
});
