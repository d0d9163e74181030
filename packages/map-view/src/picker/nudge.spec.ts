import { nudgeOf } from './nudge';

describe('nudgeOf', () => {
  it('returns ten pixels for an arrow key and one with Shift', () => {
    expect(nudgeOf({ key: 'ArrowUp', shiftKey: false })).toEqual([0, -10]);
    expect(nudgeOf({ key: 'ArrowRight', shiftKey: true })).toEqual([1, 0]);
  });

  it('ignores other keys', () => {
    expect(nudgeOf({ key: 'Tab', shiftKey: false })).toBeUndefined();
  });
});
