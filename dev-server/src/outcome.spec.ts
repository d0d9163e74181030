import { totalsLine } from './outcome';

describe('totalsLine', () => {
  it('returns one line of JSON with two decimals', () => {
    expect(totalsLine({ orders: 5, ms: { mean: 1 / 3, median: null } })).toBe(
      '{"orders":5,"ms":{"mean":0.33,"median":null}}',
    );
  });
});
