import { mainLocation } from './main-location';

const at = (id: number | string, quantity: number) => ({ stockLocation: { id }, quantity });

describe('mainLocation', () => {
  it('adds up the units of all lines', () => {
    expect(mainLocation([at(1, 3), at(2, 2), at(2, 2)])).toEqual({ id: 2 });
  });

  it('prefers the lowest of equals, as numbers and as texts', () => {
    expect(mainLocation([at(10, 2), at(9, 2)])).toEqual({ id: 9 });
    expect(mainLocation([at('b', 2), at('a', 1), at('a', 1)])).toEqual({ id: 'a' });
  });

  it('knows none without allocations', () => {
    expect(mainLocation([])).toBeUndefined();
  });
});
