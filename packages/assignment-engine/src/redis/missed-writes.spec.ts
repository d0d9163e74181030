import { MissedWrites } from './missed-writes';

describe('missed writes', () => {
  it('are each driver once, until they are taken', () => {
    const missed = new MissedWrites();
    expect(missed.none).toBe(true);
    missed.add(['a', 'b']);
    missed.add(['b']);
    expect(missed.none).toBe(false);
    expect(missed.take()).toEqual(['a', 'b']);
    expect(missed.none).toBe(true);
  });

  it('of more drivers than are worth remembering are not known, and not forgotten', () => {
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
