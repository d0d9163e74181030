import { retryDelaySeconds } from './retry-delay';

describe('retryDelaySeconds', () => {
  it('follows the schedule within a fifth, and spreads', () => {
    const samples = Array.from({ length: 200 }, () => retryDelaySeconds([1, 60], 1)!);
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(48);
    expect(Math.max(...samples)).toBeLessThanOrEqual(72);
    expect(new Set(samples).size).toBeGreaterThan(100);
  });

  it('ends with the schedule', () => {
    expect(retryDelaySeconds([1, 60], 2)).toBeUndefined();
  });
});
