import { RedisConnection } from '../redis/redis-connection';
import { GEO_KEY } from '../redis/redis-keys';
import { RedisService, type AppliedStatuses } from '../redis/redis.service';
import { nextPoint, north } from '../testing/points';
import { pauseReconciler } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let redis: RedisService;

beforeAll(async () => {
  engine = await servers.engine();
  redis = engine.running.application.get(RedisService, { strict: false });
  await pauseReconciler(engine);
});

afterEach(() => jest.restoreAllMocks());

/** Delays the response to the next status write. @returns the spy, and a function that sends the response */
function holdAnswer() {
  let answer = (_applied: AppliedStatuses) => undefined as void;
  const writes = jest
    .spyOn(redis, 'applyStatuses')
    .mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  return { writes, answer: () => answer({ changed: 0, drift: {} as never, newer: [] }) };
}

describe('the removal of a claimed driver from the index', () => {
  it('is sent before the response, without waiting for Redis', async () => {
    const point = nextPoint();
    await engine.driverAt('sent', point);
    const { writes, answer } = holdAnswer();
    expect((await engine.order(point)).state).toBe('ASSIGNED');
    expect(writes).toHaveBeenCalledWith([expect.objectContaining({ id: 'sent', status: 'BUSY' })]);
    answer();
  });

  it('reaches Redis before later commands of the engine', async () => {
    const connection = engine.running.application.get(RedisConnection, { strict: false });
    for (let round = 0; round < 20; round++) {
      const point = nextPoint();
      await engine.driverAt(`ordered-${round}`, point);
      await engine.order(point);
      expect(await connection.run((client) => client.zscore(GEO_KEY, `ordered-${round}`))).toBeNull();
    }
  });

  it('is visible to the next search', async () => {
    const point = nextPoint();
    const ids = Array.from({ length: 10 }, (_, i) => `next-${i}`);
    await Promise.all(ids.map((id, i) => engine.driverAt(id, north(point, 10 * i))));
    for (const driverId of ids) {
      const { deliveryId } = await engine.order(point);
      const { assignments } = await engine.delivery(deliveryId);
      expect(assignments).toMatchObject([{ driverId, source: 'REDIS' }]);
      expect(assignments[0].candidates).not.toContainEqual(
        expect.objectContaining({ outcome: 'INELIGIBLE' }),
      );
    }
  });
});

it('returns from a status change after the response of Redis', async () => {
  await engine.driverAt('waits', nextPoint());
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
