import { takeInOrder } from './take-in-order';

describe('takeInOrder', () => {
  const near = { location: 'near', free: 2 };
  const far = { location: 'far', free: 5 };

  it('takes all from the first that has it, so that a driver goes to one place', () => {
    expect(takeInOrder([near, far], 2)).toEqual([{ location: 'near', quantity: 2 }]);
    expect(takeInOrder([near, far], 3)).toEqual([{ location: 'far', quantity: 3 }]);
  });

  it('takes from several where none has all, and what exceeds all stock from the first', () => {
    const both = (first: number) => [
      { location: 'near', quantity: first },
      { location: 'far', quantity: 5 },
    ];
    expect(takeInOrder([near, far], 7)).toEqual(both(2));
    expect(takeInOrder([near, far], 9)).toEqual(both(4));
    expect(takeInOrder([{ location: 'empty', free: -1 }, near], 3)).toEqual([
      { location: 'near', quantity: 3 },
    ]);
  });

  it('takes from the first where nothing is left, and from nowhere without a location', () => {
    expect(takeInOrder([{ location: 'empty', free: 0 }], 1)).toEqual([{ location: 'empty', quantity: 1 }]);
    expect(takeInOrder([], 1)).toEqual([]);
  });
});
