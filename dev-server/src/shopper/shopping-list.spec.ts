import { greatCircleDistance } from '@driver-dispatch/contract';
import { SELLERS } from '../shop/catalog-of-berlin';
import { errandOf } from './shopping-list';

describe('errandOf', () => {
  it('buys from all sellers, then from each in turn', () => {
    const counts = [0, 1, 2, 3].map((index) => errandOf(index, SELLERS).searches.length);
    expect(counts).toEqual([2, 1, 1, 2]);
    expect(errandOf(1, SELLERS).searches).toEqual(['Rye Bread']);
    expect(errandOf(2, SELLERS).searches).toEqual(['Atlas of Rivers']);
    expect(errandOf(4, SELLERS).searches).toEqual(['Poppy Roll']);
  });

  it('lives within reach of every store', () => {
    for (let index = 0; index < 60; index += 1) {
      for (const { store } of SELLERS) {
        expect(greatCircleDistance(store.point, errandOf(index, SELLERS).address.point!)).toBeLessThan(3_000);
      }
    }
  });
});
