import { distancePrice, parseSteps, type DistanceTariff } from './distance-price';

const tariff = (rest: Partial<DistanceTariff>): DistanceTariff => ({
  base: 200,
  perKm: 50,
  steps: [],
  freeAbove: 0,
  ...rest,
});

describe('distancePrice', () => {
  it('is the base price plus a price per kilometre, rounded', () => {
    expect(distancePrice(tariff({}), 0, 0)).toBe(200);
    expect(distancePrice(tariff({}), 1000, 0)).toBe(250);
    expect(distancePrice(tariff({}), 1234.5, 0)).toBe(262);
  });

  it('is the price of the first step that covers the distance', () => {
    const steps = parseSteps(['5000: 490', '2000:290']);
    expect(distancePrice(tariff({ steps }), 2000, 0)).toBe(290);
    expect(distancePrice(tariff({ steps }), 2000.1, 0)).toBe(490);
    expect(distancePrice(tariff({ steps }), 7000, 0)).toBe(590);
  });

  it('is zero above the free delivery value', () => {
    expect(distancePrice(tariff({ freeAbove: 5000 }), 1000, 4999)).toBe(250);
    expect(distancePrice(tariff({ freeAbove: 5000 }), 1000, 5000)).toBe(0);
    expect(distancePrice(tariff({ freeAbove: 0 }), 1000, 9999)).toBe(250);
  });
});

describe('parseSteps', () => {
  it('ignores empty steps', () => {
    expect(parseSteps([' ', '3000 : 290 '])).toEqual([{ upToMetres: 3000, price: 290 }]);
  });

  it.each(['3000', '3 km: 290', '3000: 2.90', '-1: 5'])('rejects %p', (text) => {
    expect(() => parseSteps([text])).toThrow(/is not a valid step/);
  });
});
