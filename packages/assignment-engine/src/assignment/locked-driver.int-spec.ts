import { Client } from 'pg';
import { nextPlace, north } from '../testing/places';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('a driver whose row is locked for a moment', () => {
  let engine: TestEngine;
  let other: Client;

  beforeAll(async () => {
    engine = await servers.engine();
    other = new Client({ connectionString: engine.databaseUrl });
    await other.connect();
  });

  afterAll(() => other?.end());

  /** Holds a driver's row as storing a location does. */
  async function lockFor(ms: number, driverId: string): Promise<() => Promise<unknown>> {
    await other.query('BEGIN');
    await other.query('SELECT FROM driver_dispatch.drivers WHERE id = $1 FOR UPDATE', [driverId]);
    const released = new Promise((resolve) => setTimeout(resolve, ms)).then(() => other.query('COMMIT'));
    return () => released;
  }

  it('is not passed over for one who is further away', async () => {
    const place = nextPlace();
    await engine.driverAt('near', north(place, 10));
    await engine.driverAt('far', north(place, 2_000));
    const released = await lockFor(30, 'near');
    const { deliveryId } = await engine.order(place);
    await released();
    expect((await engine.delivery(deliveryId)).driverId).toBe('near');
  });

  it('is passed over when the lock stays', async () => {
    const place = nextPlace();
    await engine.driverAt('stuck', north(place, 10));
    await engine.driverAt('next', north(place, 2_000));
    const released = await lockFor(1_500, 'stuck');
    const started = Date.now();
    const { deliveryId } = await engine.order(place);
    expect(Date.now() - started).toBeLessThan(1_200);
    expect((await engine.delivery(deliveryId)).driverId).toBe('next');
    await released();
  });
});

describe('a driver who comes free', () => {
  it('takes the next waiting delivery when the oldest is about to be taken by another engine', async () => {
    const engine = await servers.engine({ assignment: { retrySeconds: 600 } });
    const place = nextPlace();
    const oldest = await engine.order(place);
    const next = await engine.order(place);
    const other = new Client({ connectionString: engine.databaseUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT FROM driver_dispatch.deliveries WHERE id = $1 FOR UPDATE', [
        oldest.deliveryId,
      ]);
      await engine.driverAt('comes-free', place);
      // Sooner than the sweeper would come by.
      expect((await engine.reaches(next.deliveryId, 'ASSIGNED', 2_500)).driverId).toBe('comes-free');
    } finally {
      await other.end();
    }
  });
});
