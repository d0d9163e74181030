import { requirementsSchema, unmetRequirement, type DriverTraits, type Requirements } from './requirements';

const traits: DriverTraits = { vehicleKind: 'CAR', tags: ['age_check', 'cooling'], loadCapacityGrams: 5_000 };

describe('unmetRequirement', () => {
  it.each<[string, Requirements | null | undefined, Partial<DriverTraits>, string | undefined]>([
    ['no requirements', null, {}, undefined],
    ['an empty object', {}, {}, undefined],
    ['one of the vehicle kinds', { vehicleKinds: ['VAN', 'CAR'] }, {}, undefined],
    ['another vehicle kind', { vehicleKinds: ['VAN'] }, {}, 'vehicle_kind'],
    ['no vehicle', { vehicleKinds: ['FOOT'] }, { vehicleKind: null }, 'vehicle_kind'],
    ['all tags', { tags: ['cooling', 'age_check'] }, {}, undefined],
    ['some of the tags', { tags: ['cooling', 'heating'] }, {}, 'missing_tag'],
    ['a load at the capacity', { loadGrams: 5_000 }, {}, undefined],
    ['a load above the capacity', { loadGrams: 5_001 }, {}, 'load_capacity'],
    ['any load without a capacity', { loadGrams: 90_000 }, { loadCapacityGrams: null }, undefined],
  ])('of a driver with %s', (_, required, changed, unmet) => {
    expect(unmetRequirement({ ...traits, ...changed }, required)).toBe(unmet);
  });
});

describe('requirementsSchema', () => {
  it.each([
    ['a tag with capitals', { tags: ['Cooling'] }],
    ['a tag with a quote', { tags: ["a'b"] }],
    ['a tag with a comma', { tags: ['a,b'] }],
    ['an empty list of tags', { tags: [] }],
    ['an empty list of vehicle kinds', { vehicleKinds: [] }],
    ['a fraction of a gram', { loadGrams: 0.5 }],
    ['an unknown vehicle kind', { vehicleKinds: ['ROCKET'] }],
  ])('rejects %s', (_, required) => {
    expect(requirementsSchema.safeParse(required).success).toBe(false);
  });
});
