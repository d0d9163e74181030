import { retryDelaySeconds } from './retry-delay';

describe('retryDelaySeconds', () => {
  it('follows the schedule with a random deviation of 20 %', () => {
    const samples = Array.from({ length: 200 }, () => retryDelaySeconds([1, 60], 1)!);
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(48);
    expect(Math.max(...samples)).toBeLessThanOrEqual(72);
    expect(new Set(samples).size).toBeGreaterThan(100);
  });

  it('returns undefined after the schedule, whatever retry-after is', () => {
    expect(retryDelaySeconds([1, 60], 2)).toBeUndefined();
    expect(retryDelaySeconds([1, 60], 2, 5)).toBeUndefined();
  });

  it('waits for retry-after, at most an hour and at least the schedule', () => {
    const after = (retryAfter: number) =>
      Array.from({ length: 200 }, () => retryDelaySeconds([1, 60, 7_200], 0, retryAfter)!);
    expect(Math.min(...after(30))).toBeGreaterThanOrEqual(30);
    expect(Math.max(...after(30))).toBeLessThanOrEqual(36);
    expect(new Set(after(30)).size).toBeGreaterThan(100);
    expect(new Set(after(86_400))).toEqual(new Set([3_600]));
    expect(Math.min(...after(0))).toBeGreaterThanOrEqual(0.8);
    expect(retryDelaySeconds([1, 60, 7_200], 2, 86_400)).toBeGreaterThan(3_600);
  });
});
