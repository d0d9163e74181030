import { ringOf } from './ring';

describe('ringOf', () => {
  it('gives each tone its share in a fixed order', () => {
    expect(ringOf({ free: 3, busy: 1 })).toBe(
      'conic-gradient(var(--map-busy) 0.0% 25.0%, var(--map-free) 25.0% 100.0%)',
    );
    expect(ringOf({ busy: 1, free: 3 })).toBe(ringOf({ free: 3, busy: 1 }));
  });

  it('has one colour for one tone', () => {
    expect(ringOf({ free: 2 })).toBe('conic-gradient(var(--map-free) 0.0% 100.0%)');
  });
});
