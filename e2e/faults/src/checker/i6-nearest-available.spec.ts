import type { EngineDriver } from '../evidence/evidence';
import { findViolations } from './testing/findings';
import { healthyRun, north, RunBuilder, findRow } from './testing/run-builder';

const subjects = (run: RunBuilder) =>
  findViolations(run.end()).map((found) => `${found.check} ${found.subject}`);

describe('I6', () => {
  it('finds a driver who was not AVAILABLE before the assignment', () => {
    const { evidence } = healthyRun();
    const changes = evidence.engine.statusHistory.filter(({ driverId }) => driverId === 'near');
    changes[1].status = 'OFFLINE';
    expect(findViolations(evidence)).toMatchObject([{ check: 'I6.available', subject: 'near' }]);
  });

  it('finds a driver who was BUSY before the assignment', () => {
    const { evidence } = healthyRun();
    const { statusHistory } = evidence.engine;
    const release = findRow(
      statusHistory,
      ({ driverId, reason }) => driverId === 'near' && reason === 'delivery ended',
    );
    statusHistory.splice(statusHistory.indexOf(release), 1);
    expect(findViolations(evidence)).toMatchObject([{ check: 'I6.available', subject: 'near' }]);
  });

  it('finds an assignment without a status change to BUSY', () => {
    const { evidence } = healthyRun();
    evidence.engine.assignments[1].assignedAt += 1;
    expect(findViolations(evidence)).toMatchObject([{ check: 'I6.available', subject: 'far' }]);
  });

  it('finds a driver who does not serve the channel', () => {
    const { evidence, drivers } = healthyRun();
    drivers.near.channels = ['7'];
    evidence.engine.assignments.splice(3);
    const found = findViolations(evidence, { except: ['I1', 'I2', 'I6.nearest'] });
    expect(found.map((violation) => `${violation.check} ${violation.subject}`)).toEqual([
      'I6.channel delivery-delivered',
      'I6.channel delivery-cancelled',
    ]);
  });

  it('accepts a driver whose channels changed after the assignment', () => {
    const { run, drivers } = healthyRun();
    drivers.far.channels = ['7'];
    run.setStatus(drivers.far, drivers.far.status, 'registered');
    expect(subjects(run)).toEqual([]);
  });

  it('finds a driver outside of the search radius', () => {
    const { evidence } = healthyRun();
    evidence.engine.assignments[1].distanceMetres = 10_002;
    evidence.engine.assignments[3].distanceMetres = 10_000.5;
    expect(findViolations(evidence, { except: ['I6.nearest'] })).toMatchObject([
      { check: 'I6.radius', subject: 'delivery-failed' },
    ]);
  });
});

describe('I6.nearest', () => {
  /** Returns a run with drivers 100 m and 200 m from the pickup. */
  function twoDrivers(
    between: (run: RunBuilder, near: EngineDriver) => void = () => undefined,
    channels?: string[],
  ) {
    const run = new RunBuilder();
    const near = run.driver('near', north(100), channels);
    const far = run.driver('far', north(200));
    between(run, near);
    return { run, near, far };
  }

  /** Returns the findings after the assignment of the farther driver. */
  function found(between?: (run: RunBuilder, near: EngineDriver) => void, channels?: string[]) {
    const { run, far } = twoDrivers(between, channels);
    run.assign(run.order('one'), far);
    return subjects(run);
  }

  const nearest = ['I6.nearest delivery-one'];

  it('finds an assignment to the farther driver', () => {
    expect(found()).toEqual(nearest);
  });

  it('names the nearer driver', () => {
    const { run, far } = twoDrivers();
    run.assign(run.order('one'), far);
    expect(findViolations(run.end())[0].message).toMatch(
      /was assigned to far, 200 m away, while near was available 100 m away/,
    );
  });

  it('accepts an assignment to the nearest driver', () => {
    const { run, near } = twoDrivers();
    run.assign(run.order('one'), near);
    expect(subjects(run)).toEqual([]);
  });

  it('finds nearer drivers beyond the poles and the antimeridian', () => {
    const run = new RunBuilder();
    run.driver('near', { lat: 89.9999, lon: 10 });
    const far = run.driver('far', { lat: 89.99, lon: -170 });
    run.assign(run.order('one', { lat: 89.9999, lon: -170 }), far);
    run.driver('near 2', { lat: 0.001, lon: 179.9999 });
    const far2 = run.driver('far 2', { lat: 0.001, lon: -179.99 });
    run.assign(run.order('two', { lat: 0.001, lon: -179.9999 }), far2);
    expect(subjects(run)).toEqual(['I6.nearest delivery-one', 'I6.nearest delivery-two']);
  });

  it('reads locations from location reports and completed deliveries', () => {
    const away = (run: RunBuilder, near: EngineDriver) => run.location(near, north(5_000));
    expect(found(away)).toEqual([]);
    expect(
      found((run, near) => {
        away(run, near);
        run.location(near, north(90));
      }),
    ).toEqual(nearest);
    expect(
      found((run, near) => {
        const earlier = run.order('earlier');
        run.assign(earlier, near);
        run.pickUp(earlier);
        run.complete(earlier, north(80));
      }),
    ).toEqual(nearest);
  });

  it('ignores a difference of a few metres', () => {
    const { run, far, near } = twoDrivers();
    run.location(near, north(196));
    run.assign(run.order('one'), far);
    expect(subjects(run)).toEqual([]);
  });

  it('ignores a driver who became AVAILABLE a second before', () => {
    const { run, near, far } = twoDrivers();
    run.setStatus(near, 'OFFLINE', 'driver app');
    run.operation({ kind: 'status', driverId: 'near', status: 'OFFLINE' });
    run.wait(60_000).operation({ kind: 'status', driverId: 'near', status: 'AVAILABLE', point: north(100) });
    run.setStatus(near, 'AVAILABLE', 'driver app');
    run.assign(run.order('one'), far);
    expect(subjects(run)).toEqual([]);
  });

  it('ignores a driver who is assigned another delivery right after', () => {
    const { run, near, far } = twoDrivers();
    const one = run.order('one');
    const two = run.order('two', north(5_000));
    run.assign(one, far);
    run.wait(-4_500);
    run.assign(two, near);
    expect(subjects(run)).toEqual([]);
  });

  const location = { kind: 'location', driverId: 'near', point: north(4_000) } as const;

  it('ignores a driver after a location report of unknown outcome', () => {
    expect(
      found((run) => {
        run.operation(location, { outcome: 'unknown' });
        run.wait(5_000);
      }),
    ).toEqual([]);
  });

  it('compares the driver again after a later location report', () => {
    expect(
      found((run, near) => {
        run.operation(location, { outcome: 'unknown' });
        run.wait(20_000).location(near, north(60));
      }),
    ).toEqual(nearest);
  });

  it('ignores a rejected location report', () => {
    expect(
      found((run) => {
        run.operation(location, { outcome: 'refused', status: 400 });
        run.wait(5_000);
      }),
    ).toEqual(nearest);
  });

  it('ignores a driver with two concurrent location reports', () => {
    expect(
      found((run, near) => {
        run.operation({ ...location, point: north(30) });
        run.location(near, north(50));
      }),
    ).toEqual([]);
  });

  it('ignores a driver with a location report during the assignment', () => {
    const { run, far } = twoDrivers();
    const one = run.order('one');
    run.operation(location, { invokedAt: run.now - 500, completedAt: run.now + 500 });
    run.assign(one, far);
    expect(subjects(run)).toEqual([]);
  });

  it('ignores a driver whose location report a killed engine may have lost', () => {
    expect(
      found((run, near) => {
        run.location(near, north(50));
        run.evidence.injections.push({ at: run.now, what: 'engine killed' });
        run.wait(5_000);
      }),
    ).toEqual([]);
  });

  it('ignores the point of a repeated completion', () => {
    expect(
      found((run, near) => {
        const earlier = run.order('earlier');
        run.assign(earlier, near);
        run.pickUp(earlier);
        run.complete(earlier, north(5_000));
        const again = {
          kind: 'complete',
          deliveryId: earlier.id,
          driverId: 'near',
          point: north(80),
        } as const;
        run.operation(again, { reply: { duplicate: true } });
        run.wait(5_000);
      }),
    ).toEqual([]);
  });

  it('ignores a driver with an expired heartbeat', () => {
    const { run, far } = twoDrivers((earlier) => earlier.wait(4_000_000));
    run.operation({ kind: 'heartbeat', driverId: 'far' });
    Object.assign(far, { seenAt: run.wait(5_000).now });
    run.assign(run.order('one'), far);
    expect(findViolations(run.end(), { except: ['I7'] })).toEqual([]);
  });

  it('ignores a driver who does not serve the channel', () => {
    expect(found(undefined, ['2'])).toEqual([]);
    expect(found(undefined, ['1'])).toEqual(nearest);
  });

  it('ignores a driver who may have been reserved for a nearer delivery', () => {
    const { run, far } = twoDrivers();
    const third = run.driver('third', north(150));
    const one = run.order('one', north(0));
    const two = run.order('two', north(90));
    run.assign(two, third);
    run.wait(-4_999);
    run.assign(one, far);
    // The nearer delivery itself has no such exception.
    expect(subjects(run)).toEqual(['I6.nearest delivery-two']);
  });

  it('ignores a rejected driver whose row may have been locked', () => {
    const { run, far } = twoDrivers();
    const one = run.order('one');
    run.operation({ kind: 'heartbeat', driverId: 'near' });
    run.assign(one, far);
    run.evidence.engine.assignments[0].decision.refused = ['near'];
    expect(subjects(run)).toEqual([]);
  });

  it('finds a nearer driver who was rejected without a reason', () => {
    const { run, far } = twoDrivers();
    run.assign(run.order('one'), far);
    run.evidence.engine.assignments[0].decision.refused = ['near'];
    expect(subjects(run)).toEqual(nearest);
  });
});
