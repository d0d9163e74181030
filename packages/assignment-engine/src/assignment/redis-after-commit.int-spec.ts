import { RedisConnection } from '../redis/redis-connection';
import { GEO_KEY } from '../redis/redis-keys';
import { RedisService, type AppliedStatuses } from '../redis/redis.service';
import { nextPlace, north } from '../testing/places';
import { restReconciler } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let redis: RedisService;

beforeAll(async () => {
  engine = await servers.engine();
  redis = engine.running.application.get(RedisService, { strict: false });
  await restReconciler(engine);
});

afterEach(() => jest.restoreAllMocks());

/** Lets Redis leave the next write of statuses unanswered. @returns the write's spy, and what answers it */
function holdAnswer() {
  let answer = (_applied: AppliedStatuses) => undefined as void;
  const writes = jest
    .spyOn(redis, 'applyStatuses')
    .mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  return { writes, answer: () => answer({ changed: 0, drift: {} as never, ahead: [] }) };
}

describe('the removal of a claimed driver from the index', () => {
  it('is sent before the response, which does not wait for Redis', async () => {
    const place = nextPlace();
    await engine.driverAt('sent', place);
    const { writes, answer } = holdAnswer();
    expect((await engine.order(place)).state).toBe('ASSIGNED');
    expect(writes).toHaveBeenCalledWith([expect.objectContaining({ id: 'sent', status: 'BUSY' })]);
    answer();
  });

  it('reaches Redis before whatever the engine asks after the response', async () => {
    const connection = engine.running.application.get(RedisConnection, { strict: false });
    for (let round = 0; round < 20; round++) {
      const place = nextPlace();
      await engine.driverAt(`ordered-${round}`, place);
      await engine.order(place);
      expect(await connection.run((client) => client.zscore(GEO_KEY, `ordered-${round}`))).toBeNull();
    }
  });

  it('is seen by the next search', async () => {
    const place = nextPlace();
    const ids = Array.from({ length: 10 }, (_, i) => `next-${i}`);
    await Promise.all(ids.map((id, i) => engine.driverAt(id, north(place, 10 * i))));
    for (const driverId of ids) {
      const { deliveryId } = await engine.order(place);
      const { assignments } = await engine.delivery(deliveryId);
      expect(assignments).toMatchObject([{ driverId, source: 'redis' }]);
      expect(assignments[0].considered).not.toContainEqual(expect.objectContaining({ outcome: 'refused' }));
    }
  });
});

it("a driver's status change is answered after Redis has answered", async () => {
  await engine.driverAt('waits', nextPlace());
  const { writes, answer } = holdAnswer();
  let answered = false;
  const change = engine.drivers.setStatus({ driverId: 'waits', status: 'OFFLINE' });
  const noted = change.then(() => (answered = true));
  await eventually(
    () => writes.mock.calls.length,
    (calls) => calls === 1,
  );
  await engine.get('/health/live');
  expect(answered).toBe(false);
  answer();
  await noted;
});
