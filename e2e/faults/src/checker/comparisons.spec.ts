import { check } from './check';
import { Comparisons } from './comparisons';
import { addOffer } from './testing/offer';
import { healthyRun } from './testing/run-builder';
import { SUB_CHECKS } from './violation';

describe('comparisons', () => {
  it('are counted by every check', () => {
    const healthy = healthyRun();
    const { run, evidence } = healthy;
    addOffer(healthy);
    run.operation(
      {
        kind: 'order',
        sellerOrderId: 'invalid',
        point: { lat: 0, lon: 0 },
        channelId: '1',
        searchRadiusMetres: 1,
      },
      { outcome: 'refused', status: 400, code: 'invalid_message' },
    );
    const { compared } = check(evidence);
    expect(SUB_CHECKS.filter((name) => compared.of(name) === 0)).toEqual([]);
  });

  it('are zero without rows and requests', () => {
    const { evidence } = healthyRun();
    const { compared, violations } = check({
      ...evidence,
      operations: [],
      redis: { geo: {}, status: {} },
      logLines: 0,
      engine: {
        drivers: [],
        deliveries: [],
        assignments: [],
        offers: [],
        events: [],
        statusHistory: [],
        unmatched: [],
      },
      vendure: { deliveries: [], events: [] },
    });
    expect(violations).toEqual([]);
    expect(SUB_CHECKS.filter((name) => compared.of(name) > 0)).toEqual([]);
  });

  it('are reported below their minimum', () => {
    const compared = new Comparisons();
    compared.add('I1.overlap', 3);
    compared.add('I6.nearest');
    expect(compared.belowMinimum({ 'I1.overlap': 3, 'I6.nearest': 2, 'I8.refused': 1 })).toEqual([
      'I6.nearest compared 1 times, at least 2 are required',
      'I8.refused compared 0 times, at least 1 are required',
    ]);
  });
});
