import type { DriverTraits } from '@driver-dispatch/contract';
import { formatTraits, parseTraits } from './driver-traits';

describe('traits in the availability index', () => {
  it.each<[string, DriverTraits]>([
    ['', { vehicleKind: null, loadCapacityGrams: null, tags: [] }],
    ['CAR - ', { vehicleKind: 'CAR', loadCapacityGrams: null, tags: [] }],
    ['- 5000 ', { vehicleKind: null, loadCapacityGrams: 5_000, tags: [] }],
    [
      'VAN 90000 age_check,cooling',
      { vehicleKind: 'VAN', loadCapacityGrams: 90_000, tags: ['age_check', 'cooling'] },
    ],
  ])('are stored as %j and read back', (text, traits) => {
    expect(formatTraits(traits)).toBe(text);
    expect(parseTraits(text)).toEqual(traits);
  });
});
