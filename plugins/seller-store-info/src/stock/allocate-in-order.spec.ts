import { allocateInOrder } from './allocate-in-order';

describe('allocateInOrder', () => {
  const near = { location: 'near', saleable: 2 };
  const far = { location: 'far', saleable: 5 };

  it('allocates everything at the first location with enough stock', () => {
    expect(allocateInOrder([near, far], 2)).toEqual([{ location: 'near', quantity: 2 }]);
    expect(allocateInOrder([near, far], 3)).toEqual([{ location: 'far', quantity: 3 }]);
  });

  it('allocates at several locations, and the excess at the first', () => {
    const both = (first: number) => [
      { location: 'near', quantity: first },
      { location: 'far', quantity: 5 },
    ];
    expect(allocateInOrder([near, far], 7)).toEqual(both(2));
    expect(allocateInOrder([near, far], 9)).toEqual(both(4));
    expect(allocateInOrder([{ location: 'empty', saleable: -1 }, near], 3)).toEqual([
      { location: 'near', quantity: 3 },
    ]);
  });

  it('allocates at the first location without stock, and nowhere without locations', () => {
    expect(allocateInOrder([{ location: 'empty', saleable: 0 }], 1)).toEqual([
      { location: 'empty', quantity: 1 },
    ]);
    expect(allocateInOrder([], 1)).toEqual([]);
  });
});
