import { nextPoint, north } from '../testing/points';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const servers = useTestServers();

describe('drivers who become AVAILABLE at the same time', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ redis: false });
  });

  it('get the oldest delivery within the search radius of each', async () => {
    const [here, there] = [nextPoint(), nextPoint()];
    const old = await engine.order(north(here, 900));
    const young = await engine.order(north(here, 100));
    const elsewhere = await engine.order(there);
    await engine.driverAt('one', nextPoint());
    await engine.driverAt('other', nextPoint());
    for (const [id, { lat, lon }] of [['one', here] as const, ['other', there] as const]) {
      await engine.query('UPDATE driver_dispatch.drivers SET lat = $2, lon = $3 WHERE id = $1', [
        id,
        lat,
        lon,
      ]);
    }
    await engine.running.application
      .get(WaitingDeliveriesService, { strict: false })
      .matchAvailable(['one', 'other']);
    const taken = await Promise.all(
      [old, young, elsewhere].map(async ({ deliveryId }) => (await engine.delivery(deliveryId)).driverId),
    );
    expect(taken).toEqual(['one', null, 'other']);
  });
});
