import { greatCircleDistance } from '@driver-dispatch/contract';
import { SELLERS } from '../shop/berlin-catalog';
import { createGuestOrder } from './guest-orders';

describe('createGuestOrder', () => {
  it('contains goods of all sellers, then of each in turn', () => {
    const counts = [0, 1, 2, 3].map((index) => createGuestOrder(index, SELLERS).searches.length);
    expect(counts).toEqual([2, 1, 1, 2]);
    expect(createGuestOrder(1, SELLERS).searches).toEqual(['Rye Bread']);
    expect(createGuestOrder(2, SELLERS).searches).toEqual(['Atlas of Rivers']);
    expect(createGuestOrder(4, SELLERS).searches).toEqual(['Poppy Roll']);
  });

  it('places drop-offs within 3 km of every store', () => {
    for (let index = 0; index < 60; index += 1) {
      for (const { store } of SELLERS) {
        const { point } = createGuestOrder(index, SELLERS).address;
        expect(greatCircleDistance(store.point, point!)).toBeLessThan(3_000);
      }
    }
  });
});
