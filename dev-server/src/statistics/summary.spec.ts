import { summarize } from './summary';

describe('summarize', () => {
  it('computes mean, median and 90th percentile of unsorted values', () => {
    expect(summarize([10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0])).toEqual({ mean: 5, median: 5, p90: 9 });
    expect(summarize([4, 1])).toEqual({ mean: 2.5, median: 2.5, p90: 3.7 });
  });

  it('returns undefined without values', () => {
    expect(summarize([])).toBeUndefined();
  });
});
