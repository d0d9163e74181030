import { findings, findViolations } from './testing/findings';
import { healthyRun, north } from './testing/run-builder';

describe('I7', () => {
  it('finds an AVAILABLE driver who is not in the index', () => {
    expect(findings((_, { redis }) => void delete redis!.geo.idle)).toEqual(['I7.missing idle']);
  });

  it.each(['BUSY', 'unknown'])('finds a driver in the index who is %s', (what) => {
    const driverId = what === 'BUSY' ? 'near' : 'unknown';
    const found = findings((_, { redis }) => void (redis!.geo[driverId] = north(1)));
    expect(found).toEqual([`I7.unexpected ${driverId}`]);
  });

  it('finds a deactivated driver in the index', () => {
    expect(findings(({ drivers }) => void (drivers.idle.active = false))).toEqual(['I7.unexpected idle']);
  });

  it('finds an indexed driver whose heartbeat expired more than a few seconds ago', () => {
    const seen = (agoMs: number) =>
      findings(({ drivers }, evidence) => {
        drivers.idle.seenAt = evidence.readAt - evidence.heartbeatTtlSeconds.longest * 1_000 - agoMs;
      });
    expect(seen(60_000)).toEqual(['I7.unexpected idle']);
    expect(seen(3_000)).toEqual([]);
  });

  it("accepts missing drivers with an expired heartbeat or a location that Redis can't store", () => {
    const found = findings(({ drivers }, { redis }) => {
      drivers.idle.seenAt = 0;
      delete redis!.geo.idle;
    });
    expect(found).toEqual([]);
    const polar = findings(({ drivers }, { redis }) => {
      drivers.idle.lat = 86;
      delete redis!.geo.idle;
    });
    expect(polar).toEqual([]);
  });

  it('finds a driver who is indexed at a wrong location', () => {
    expect(findings((_, { redis }) => void (redis!.geo.idle = north(8_010)))).toEqual(['I7.position idle']);
  });
});

describe('I8', () => {
  const hostile = { kind: 'hostile', what: 'a stale message' } as const;

  it('finds a hostile message that was accepted', () => {
    const found = findings(({ run }) => run.operation({ ...hostile, sellerOrderId: 'late' }));
    expect(found).toEqual(['I8.refused late']);
  });

  it('finds a hostile message that was answered 500', () => {
    const found = findings(({ run }) =>
      run.operation({ ...hostile, driverId: 'near' }, { outcome: 'unknown', status: 500, code: 'internal' }),
    );
    expect(found).toEqual(['I8.refused near']);
  });

  it.each([undefined, 503])('accepts a hostile message that was not processed (%p)', (status) => {
    const found = findings(({ run }) => run.operation(hostile, { outcome: 'unknown', status }));
    expect(found).toEqual([]);
  });

  it('finds a delivery and a driver that a hostile message has created', () => {
    const found = findings(({ run }, evidence) => {
      const refused = { outcome: 'refused', status: 401 } as const;
      run.operation({ ...hostile, sellerOrderId: 'delivered', driverId: 'idle' }, refused);
      evidence.operations = evidence.operations.filter(
        ({ request }) =>
          !(request.kind === 'order' && request.sellerOrderId === 'delivered') &&
          !(request.kind === 'register' && request.driverId === 'idle'),
      );
    });
    expect(found).toEqual(['I8.effect delivered', 'I8.effect idle']);
  });

  it('accepts a rejected replay of an accepted message', () => {
    const found = findings(({ run }) =>
      run.operation(
        { ...hostile, sellerOrderId: 'late', driverId: 'idle' },
        { outcome: 'refused', status: 401 },
      ),
    );
    expect(found).toEqual([]);
  });

  it('finds a secret in a log without repeating it', () => {
    const { evidence } = healthyRun();
    evidence.logs.push('{"message":"signed with whsec_c2VjcmV0"}');
    const [violation, ...others] = findViolations(evidence);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ invariant: 'I8', subject: '2' });
    expect(JSON.stringify(violation)).not.toContain(evidence.secrets[0]);
  });
});
