import { requirementsSchema } from '@driver-dispatch/contract';
import { combineRequirements } from './combine-requirements';

const line = (fields: Omit<Parameters<typeof combineRequirements>[0][0], 'quantity'>, quantity = 1) => ({
  ...fields,
  quantity,
});

describe('combineRequirements', () => {
  it('returns undefined without requirements', () => {
    expect(combineRequirements([])).toBeUndefined();
    expect(
      combineRequirements([
        line({}),
        line({ requiredVehicleKinds: [], requiredDriverTags: null, weightGrams: 0 }),
      ]),
    ).toBeUndefined();
  });

  it('returns all tags once, and the total weight', () => {
    const combined = combineRequirements([
      line({ requiredDriverTags: ['cooling', 'age_check'], weightGrams: 700 }, 3),
      line({ requiredDriverTags: ['cooling'], weightGrams: 50 }),
      line({ weightGrams: null }, 9),
    ]);
    expect(combined).toEqual({ tags: ['age_check', 'cooling'], loadGrams: 2_150 });
    expect(requirementsSchema.parse(combined)).toEqual(combined);
  });

  it('returns the vehicle kinds that suit every product', () => {
    const lines = [
      line({ requiredVehicleKinds: ['CAR', 'VAN'] }),
      line({}),
      line({ requiredVehicleKinds: ['VAN'] }),
    ];
    expect(combineRequirements(lines)).toEqual({ vehicleKinds: ['VAN'] });
  });

  it('returns all vehicle kinds if none suits every product', () => {
    const lines = [line({ requiredVehicleKinds: ['BICYCLE'] }), line({ requiredVehicleKinds: ['VAN'] })];
    expect(combineRequirements(lines)).toEqual({ vehicleKinds: ['BICYCLE', 'VAN'] });
  });
});
