import { nudgeOffset } from './nudge';

describe('nudgeOffset', () => {
  it('moves ten pixels for an arrow key and one pixel with Shift', () => {
    expect(nudgeOffset({ key: 'ArrowUp', shiftKey: false })).toEqual([0, -10]);
    expect(nudgeOffset({ key: 'ArrowRight', shiftKey: true })).toEqual([1, 0]);
  });

  it('ignores other keys', () => {
    expect(nudgeOffset({ key: 'Tab', shiftKey: false })).toBeUndefined();
  });
});
