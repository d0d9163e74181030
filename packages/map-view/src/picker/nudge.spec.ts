import { nudgeOf } from './nudge';

describe('nudgeOf', () => {
  it('goes ten pixels by an arrow, and one with Shift', () => {
    expect(nudgeOf({ key: 'ArrowUp', shiftKey: false })).toEqual([0, -10]);
    expect(nudgeOf({ key: 'ArrowRight', shiftKey: true })).toEqual([1, 0]);
  });

  it('leaves other keys alone', () => {
    expect(nudgeOf({ key: 'Tab', shiftKey: false })).toBeUndefined();
  });
});
