import { findings, violationsOf } from './testing/findings';
import { healthyStory, north } from './testing/story';

describe('I7', () => {
  it('finds an AVAILABLE driver who is not in the index', () => {
    expect(findings((_, { redis }) => void delete redis!.geo.idle)).toEqual(['I7.missing idle']);
  });

  it.each(['BUSY', 'unknown'])('finds a driver in the index who is %s', (what) => {
    const driverId = what === 'BUSY' ? 'near' : 'stranger';
    const found = findings((_, { redis }) => void (redis!.geo[driverId] = north(1)));
    expect(found).toEqual([`I7.stranger ${driverId}`]);
  });

  it('finds a deactivated one', () => {
    expect(findings(({ drivers }) => void (drivers.idle.active = false))).toEqual(['I7.stranger idle']);
  });

  it('finds one that has lapsed, unless only just', () => {
    const seen = (agoMs: number) =>
      findings(({ drivers }, evidence) => {
        drivers.idle.seenAt = evidence.readAt - evidence.heartbeatTtlSeconds.longest * 1_000 - agoMs;
      });
    expect(seen(60_000)).toEqual(['I7.stranger idle']);
    expect(seen(3_000)).toEqual([]);
  });

  it("misses no one who has lapsed or whom Redis can't hold", () => {
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

  it('finds a driver in another place', () => {
    expect(findings((_, { redis }) => void (redis!.geo.idle = north(8_010)))).toEqual(['I7.position idle']);
  });
});

describe('I8', () => {
  const hostile = { kind: 'hostile', what: 'a stale message' } as const;

  it('finds a hostile message that was accepted', () => {
    const found = findings(({ story }) => story.operation({ ...hostile, sellerOrderId: 'late' }));
    expect(found).toEqual(['I8.refused late']);
  });

  it('finds one that made the engine stumble', () => {
    const found = findings(({ story }) =>
      story.operation(
        { ...hostile, driverId: 'near' },
        { outcome: 'unknown', status: 500, code: 'internal' },
      ),
    );
    expect(found).toEqual(['I8.refused near']);
  });

  it.each([undefined, 503])('bears one that nobody was there to refuse (%p)', (status) => {
    const found = findings(({ story }) => story.operation(hostile, { outcome: 'unknown', status }));
    expect(found).toEqual([]);
  });

  it('finds the delivery and the driver that one has made', () => {
    const found = findings(({ story }, evidence) => {
      const refused = { outcome: 'refused', status: 401 } as const;
      story.operation({ ...hostile, sellerOrderId: 'delivered', driverId: 'idle' }, refused);
      evidence.operations = evidence.operations.filter(
        ({ request }) =>
          !(request.kind === 'order' && request.sellerOrderId === 'delivered') &&
          !(request.kind === 'register' && request.driverId === 'idle'),
      );
    });
    expect(found).toEqual(['I8.effect delivered', 'I8.effect idle']);
  });

  it('bears a replay of what was accepted', () => {
    const found = findings(({ story }) =>
      story.operation(
        { ...hostile, sellerOrderId: 'late', driverId: 'idle' },
        { outcome: 'refused', status: 401 },
      ),
    );
    expect(found).toEqual([]);
  });

  it('finds a secret in a log, and does not tell it', () => {
    const { evidence } = healthyStory();
    evidence.logs.push('{"message":"signed with whsec_c2VjcmV0"}');
    const [violation, ...others] = violationsOf(evidence);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ invariant: 'I8', subject: '2' });
    expect(JSON.stringify(violation)).not.toContain(evidence.secrets[0]);
  });
});
