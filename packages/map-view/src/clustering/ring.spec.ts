import { createRing } from './ring';

describe('createRing', () => {
  it('gives each tone its share in a fixed order', () => {
    expect(createRing({ free: 3, busy: 1 })).toBe(
      'conic-gradient(var(--map-busy) 0.0% 25.0%, var(--map-free) 25.0% 100.0%)',
    );
    expect(createRing({ busy: 1, free: 3 })).toBe(createRing({ free: 3, busy: 1 }));
  });

  it('has one colour for one tone', () => {
    expect(createRing({ free: 2 })).toBe('conic-gradient(var(--map-free) 0.0% 100.0%)');
  });
});
