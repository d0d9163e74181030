import { takeFromFullest } from './take-from-fullest';

describe('takeFromFullest', () => {
  const stores = [
    { location: 'north', free: 2 },
    { location: 'south', free: 5 },
  ];

  it('takes everything from the fullest when it can', () => {
    expect(takeFromFullest(stores, 5)).toEqual([{ location: 'south', quantity: 5 }]);
  });

  it('goes on to the next', () => {
    expect(takeFromFullest(stores, 6)).toEqual([
      { location: 'south', quantity: 5 },
      { location: 'north', quantity: 1 },
    ]);
  });

  it('takes what exceeds all stock from the fullest', () => {
    expect(takeFromFullest(stores, 9)).toEqual([
      { location: 'south', quantity: 7 },
      { location: 'north', quantity: 2 },
    ]);
    expect(takeFromFullest([{ location: 'empty', free: 0 }], 1)).toEqual([
      { location: 'empty', quantity: 1 },
    ]);
  });

  it('takes nothing where there is no location', () => {
    expect(takeFromFullest([], 1)).toEqual([]);
  });
});
