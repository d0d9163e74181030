import { check } from './check';
import { exchangeDrivers, tryExchanges } from './exchanged-drivers';
import { IndexedEvidence } from './indexed-evidence';
import { compareWithFreeDrivers } from './nearer-drivers';
import { findViolations } from './testing/findings';
import { north, RunBuilder } from './testing/run-builder';

/** A run in which the nearer of two drivers delivers two orders. */
function nearestAssigned(): RunBuilder {
  const run = new RunBuilder();
  const near = run.driver('near', north(100));
  const far = run.driver('far', north(300));
  for (const code of ['one', 'two']) {
    const order = run.order(code);
    run.assign(order, near);
    run.pickUp(order);
    run.complete(order, north(100));
  }
  run.operation({ kind: 'heartbeat', driverId: far.id });
  return run;
}

describe('exchange with the second nearest driver', () => {
  it('adds only one violation to the evidence', () => {
    const evidence = nearestAssigned().end();
    expect(findViolations(evidence)).toEqual([]);
    const comparisons = compareWithFreeDrivers(new IndexedEvidence(evidence));
    expect(comparisons.map(({ delivery, other }) => `${delivery.orderCode} ${other.id}`)).toEqual([
      'one far',
      'two far',
    ]);
    for (const comparison of comparisons) {
      expect(findViolations(exchangeDrivers(evidence, comparison))).toMatchObject([
        { check: 'I6.nearest', subject: comparison.delivery.id },
      ]);
    }
  });

  it('is found in the evidence of a run', () => {
    expect(tryExchanges(nearestAssigned().end())).toEqual({ tried: 2, found: 2 });
  });

  it('is not found if the location of the nearest driver was not certain', () => {
    const run = new RunBuilder();
    const near = run.driver('near', north(100));
    run.driver('far', north(300));
    run.operation({ kind: 'location', driverId: near.id, point: north(110) }, { outcome: 'unknown' });
    run.wait(5_000).assign(run.order('one'), near);
    expect(tryExchanges(run.end())).toEqual({ tried: 1, found: 0 });
  });
});

describe('I6.nearest', () => {
  const compared = (run: RunBuilder) => check(run.end()).compared.of('I6.nearest');

  it('skips an assignment without another certainly available driver', () => {
    const run = new RunBuilder();
    const only = run.driver('only', north(100));
    const moving = run.driver('moving', north(300));
    const order = run.order('one');
    run.location(moving, north(310));
    run.wait(-4_000).assign(order, only);
    expect(compared(run)).toBe(0);
  });

  it('compares an assignment with a stationary driver', () => {
    expect(compared(nearestAssigned())).toBe(2);
  });
});
