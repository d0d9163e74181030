import { mainLocation } from './main-location';

const at = (id: number | string, quantity: number) => ({ stockLocation: { id }, quantity });

describe('mainLocation', () => {
  it('sums the units of all lines', () => {
    expect(mainLocation([at(1, 3), at(2, 2), at(2, 2)])).toEqual({ id: 2 });
  });

  it('prefers the lowest id for equal quantities, numeric or text', () => {
    expect(mainLocation([at(10, 2), at(9, 2)])).toEqual({ id: 9 });
    expect(mainLocation([at('b', 2), at('a', 1), at('a', 1)])).toEqual({ id: 'a' });
  });

  it('returns undefined without allocations', () => {
    expect(mainLocation([])).toBeUndefined();
  });
});
