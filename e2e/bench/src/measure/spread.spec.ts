import { computeSpread } from './spread';

it('returns the median and the extremes', () => {
  expect(computeSpread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(computeSpread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(computeSpread([7])).toEqual({ median: 7, min: 7, max: 7 });
});
