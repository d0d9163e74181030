import { LookupRateLimit } from './lookup-rate-limit';

describe('LookupRateLimit', () => {
  it('limits each client per minute', () => {
    let now = 1_000_000;
    const limit = new LookupRateLimit(2, () => now);
    expect(['ada', 'ada', 'ada', 'ben'].map((visitor) => limit.take(visitor))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    now += 60_000;
    expect(limit.take('ada')).toBe(true);
  });
});
