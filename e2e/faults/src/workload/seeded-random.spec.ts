import { greatCircleDistance } from '@driver-dispatch/contract';
import { FAULTS } from '../faults/catalog';
import { SeededRandom } from './seeded-random';

describe('SeededRandom', () => {
  it('returns the same numbers for the same seed', () => {
    const numbers = (seed: number) => {
      const random = new SeededRandom(seed);
      return [random.unit(), random.integer(0, 1_000), random.fork().unit()];
    };
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });

  it('puts the cities of neighbouring seeds far apart', () => {
    const cities = FAULTS.map((_, i) => new SeededRandom(1_001 + i).anywhere());
    const distances = cities.flatMap((city, i) =>
      cities.slice(0, i).map((other) => greatCircleDistance(city, other)),
    );
    expect(Math.min(...distances)).toBeGreaterThan(50_000);
  });
});
