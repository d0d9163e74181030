import { VisitorAllowance } from './visitor-allowance';

describe('VisitorAllowance', () => {
  it('counts each visitor, minute by minute', () => {
    let now = 1_000_000;
    const allowance = new VisitorAllowance(2, () => now);
    expect(['ada', 'ada', 'ada', 'ben'].map((visitor) => allowance.take(visitor))).toEqual([
      true, true, false, true,
    ]);
    now += 60_000;
    expect(allowance.take('ada')).toBe(true);
  });
});
