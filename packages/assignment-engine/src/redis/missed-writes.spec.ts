import { MissedWrites } from './missed-writes';

describe('MissedWrites', () => {
  it('returns each driver once and is empty afterwards', () => {
    const missed = new MissedWrites();
    expect(missed.none).toBe(true);
    missed.add(['a', 'b']);
    missed.add(['b']);
    expect(missed.none).toBe(false);
    expect(missed.take()).toEqual(['a', 'b']);
    expect(missed.none).toBe(true);
  });

  it('reports tooMany instead of driver ids above its limit', () => {
    const missed = new MissedWrites();
    for (let i = 0; i <= 10_000; i++) {
      missed.add([`d${i}`]);
    }
    missed.add(['late']);
    expect([missed.none, missed.tooMany]).toEqual([false, true]);
    expect(missed.take()).toEqual([]);
    expect([missed.none, missed.tooMany]).toEqual([true, false]);
  });
});
