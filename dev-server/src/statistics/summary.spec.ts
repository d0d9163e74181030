import { summarize } from './summary';

describe('summarize', () => {
  it('takes mean, median and 90th percentile, in any order of values', () => {
    expect(summarize([10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0])).toEqual({ mean: 5, median: 5, p90: 9 });
    expect(summarize([4, 1])).toEqual({ mean: 2.5, median: 2.5, p90: 3.7 });
  });

  it('has nothing to say about nothing', () => {
    expect(summarize([])).toBeUndefined();
  });
});
