import { distancePrice, parseSteps, type DistanceTariff } from './distance-price';

const tariff = (rest: Partial<DistanceTariff>): DistanceTariff => ({
  base: 200,
  perKm: 50,
  steps: [],
  freeAbove: 0,
  ...rest,
});

describe('distancePrice', () => {
  it('is the base and so much a kilometre, in whole cents', () => {
    expect(distancePrice(tariff({}), 0, 0)).toBe(200);
    expect(distancePrice(tariff({}), 1000, 0)).toBe(250);
    expect(distancePrice(tariff({}), 1234.5, 0)).toBe(262);
  });

  it('is the price of the first step that reaches so far', () => {
    const steps = parseSteps(['5000: 490', '2000:290']);
    expect(distancePrice(tariff({ steps }), 2000, 0)).toBe(290);
    expect(distancePrice(tariff({ steps }), 2000.1, 0)).toBe(490);
    expect(distancePrice(tariff({ steps }), 7000, 0)).toBe(590);
  });

  it('is nothing for goods that are worth enough', () => {
    expect(distancePrice(tariff({ freeAbove: 5000 }), 1000, 4999)).toBe(250);
    expect(distancePrice(tariff({ freeAbove: 5000 }), 1000, 5000)).toBe(0);
    expect(distancePrice(tariff({ freeAbove: 0 }), 1000, 9999)).toBe(250);
  });
});

describe('parseSteps', () => {
  it('leaves out what is empty', () => {
    expect(parseSteps([' ', '3000 : 290 '])).toEqual([{ upToMetres: 3000, price: 290 }]);
  });

  it.each(['3000', '3 km: 290', '3000: 2.90', '-1: 5'])('refuses %p', (text) => {
    expect(() => parseSteps([text])).toThrow(/is no step/);
  });
});
