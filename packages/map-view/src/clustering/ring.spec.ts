import { ringOf } from './ring';

describe('ringOf', () => {
  it('gives each colour its share, always in the same order', () => {
    expect(ringOf({ free: 3, busy: 1 })).toBe(
      'conic-gradient(var(--map-busy) 0.0% 25.0%, var(--map-free) 25.0% 100.0%)',
    );
    expect(ringOf({ busy: 1, free: 3 })).toBe(ringOf({ free: 3, busy: 1 }));
  });

  it('is one colour for one', () => {
    expect(ringOf({ free: 2 })).toBe('conic-gradient(var(--map-free) 0.0% 100.0%)');
  });
});
