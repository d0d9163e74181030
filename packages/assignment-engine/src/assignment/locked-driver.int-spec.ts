import { Client } from 'pg';
import { nextPoint, north } from '../testing/points';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { LOCKED_RETRIES } from './assignment.service';
import { DriverClaims } from './driver-claims';

const servers = useTestServers();

describe('a driver with a locked row', () => {
  let engine: TestEngine;
  let other: Client;

  beforeAll(async () => {
    engine = await servers.engine();
    other = new Client({ connectionString: engine.databaseUrl });
    await other.connect();
  });

  afterAll(() => other?.end());

  /** Locks the row of a driver until the transaction is committed, as storing a location does. */
  async function lock(driverId: string): Promise<void> {
    await other.query('BEGIN');
    await other.query('SELECT FROM driver_dispatch.drivers WHERE id = $1 FOR UPDATE', [driverId]);
  }

  /** Spies on `DriverClaims.claim`. Calls `afterwards` with the ids of the claimed deliveries. */
  function watchClaims(afterwards: (claimed: string[]) => Promise<unknown> = async () => undefined) {
    const claims = engine.running.application.get(DriverClaims, { strict: false });
    const claim = claims.claim.bind(claims);
    return jest.spyOn(claims, 'claim').mockImplementation(async (...args) => {
      const claimed = await claim(...args);
      await afterwards(claimed);
      return claimed;
    });
  }
  afterEach(() => jest.restoreAllMocks());

  it('is claimed after a short lock instead of a farther driver', async () => {
    const point = nextPoint();
    await engine.driverAt('near', north(point, 10));
    await engine.driverAt('far', north(point, 2_000));
    await lock('near');
    const outcomes: string[][] = [];
    watchClaims(async (claimed) => {
      if (outcomes.push(claimed) === 1) {
        await other.query('COMMIT');
      }
    });
    const { deliveryId } = await engine.order(point);
    expect(outcomes).toEqual([[], [deliveryId]]);
    expect((await engine.delivery(deliveryId)).driverId).toBe('near');
  });

  it('is skipped when the lock persists', async () => {
    const point = nextPoint();
    await engine.driverAt('locked', north(point, 10));
    await engine.driverAt('next', north(point, 2_000));
    await lock('locked');
    const claims = watchClaims();
    const { deliveryId } = await engine.order(point);
    expect((await engine.delivery(deliveryId)).driverId).toBe('next');
    expect(claims.mock.calls.length).toBeLessThanOrEqual(LOCKED_RETRIES + 2);
    await other.query('COMMIT');
  });
});

describe('a driver who becomes AVAILABLE', () => {
  it('gets the next waiting delivery while another engine has locked the oldest', async () => {
    const engine = await servers.engine({ assignment: { retrySeconds: 600 } });
    const point = nextPoint();
    const oldest = await engine.order(point);
    const next = await engine.order(point);
    const other = new Client({ connectionString: engine.databaseUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT FROM driver_dispatch.deliveries WHERE id = $1 FOR UPDATE', [
        oldest.deliveryId,
      ]);
      await engine.driverAt('available', point);
      // At once, not by a later sweep.
      expect(await engine.delivery(next.deliveryId)).toMatchObject({
        state: 'ASSIGNED',
        driverId: 'available',
      });
    } finally {
      await other.end();
    }
  });
});
