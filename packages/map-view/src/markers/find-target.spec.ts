import { findTarget } from './find-target';

describe('findTarget', () => {
  const targets = [
    { id: 'left', position: { x: 0, y: 0 } },
    { id: 'right', position: { x: 40, y: 0 } },
  ];

  it('returns the nearest target', () => {
    expect(findTarget({ x: 22, y: 3 }, targets)).toBe('right');
    expect(findTarget({ x: 18, y: 3 }, targets)).toBe('left');
  });

  it('returns undefined if no target is close', () => {
    expect(findTarget({ x: 20, y: 30 }, targets)).toBeUndefined();
  });
});
