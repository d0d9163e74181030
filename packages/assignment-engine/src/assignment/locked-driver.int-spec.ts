import { Client } from 'pg';
import { nextPlace, north } from '../testing/places';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { LOCKED_RETRIES } from './assignment.service';
import { DriverClaims } from './driver-claims';

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

  /** Holds a driver's row, as storing a location does, until it is committed. */
  async function lock(driverId: string): Promise<void> {
    await other.query('BEGIN');
    await other.query('SELECT FROM driver_dispatch.drivers WHERE id = $1 FOR UPDATE', [driverId]);
  }

  /** What is claimed from now on, and what comes of it. */
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

  it('is not passed over for one who is further away', async () => {
    const place = nextPlace();
    await engine.driverAt('near', north(place, 10));
    await engine.driverAt('far', north(place, 2_000));
    await lock('near');
    const outcomes: string[][] = [];
    watchClaims(async (claimed) => {
      if (outcomes.push(claimed) === 1) {
        await other.query('COMMIT');
      }
    });
    const { deliveryId } = await engine.order(place);
    expect(outcomes).toEqual([[], [deliveryId]]);
    expect((await engine.delivery(deliveryId)).driverId).toBe('near');
  });

  it('is passed over when the lock stays', async () => {
    const place = nextPlace();
    await engine.driverAt('stuck', north(place, 10));
    await engine.driverAt('next', north(place, 2_000));
    await lock('stuck');
    const claims = watchClaims();
    const { deliveryId } = await engine.order(place);
    expect((await engine.delivery(deliveryId)).driverId).toBe('next');
    expect(claims.mock.calls.length).toBeLessThanOrEqual(LOCKED_RETRIES + 2);
    await other.query('COMMIT');
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
      // At once, not when the sweeper comes by.
      expect(await engine.delivery(next.deliveryId)).toMatchObject({
        state: 'ASSIGNED', driverId: 'comes-free',
      });
    } finally {
      await other.end();
    }
  });
});
