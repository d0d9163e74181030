import { signMessage } from '@driver-dispatch/contract';
import { nextPoint, north } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('late and invalid requests', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine();
  });

  it('ignore a status signed before a later one', async () => {
    await engine.driverAt('late', nextPoint());
    const body = JSON.stringify({ type: 'driver.set_status', driverId: 'late', status: 'AVAILABLE' });
    const signedEarlier = signMessage(engine.keys.driverApp, 'msg_1', body, new Date(Date.now() - 5_000));
    await engine.drivers.setStatus({ driverId: 'late', status: 'OFFLINE' });

    const response = await fetch(`${engine.url}/v1/driver-app/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedEarlier },
      body,
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'OFFLINE' });
    expect((await engine.row('late')).status).toBe('OFFLINE');
  });

  it('apply the valid locations next to an invalid one', async () => {
    const point = nextPoint();
    await engine.driverAt('valid', point);
    const recordedAt = new Date().toISOString();
    const locations = [
      { driverId: 'valid', point: { lat: 0, lon: 0 }, recordedAt },
      { driverId: 'valid', point: north(point, 40), recordedAt },
      { driverId: 'valid', point: { lat: 91, lon: 0 }, recordedAt },
    ];
    const { unknownDrivers, refused } = await engine.drivers.reportLocations(locations);
    expect(unknownDrivers).toEqual([]);
    expect(refused).toEqual([
      { index: 0, reason: 'point: (0, 0) is not a place' },
      { index: 2, reason: expect.stringMatching(/^point\.lat: /) },
    ]);
    await eventually(
      () => engine.row('valid'),
      ({ lat }) => lat === north(point, 40).lat,
    );
  });

  it('keep a driver with a clock far ahead online at the last location', async () => {
    const point = nextPoint();
    await engine.driverAt('ahead', point);
    await engine.query(
      `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '9 minutes' WHERE id = 'ahead'`,
    );
    const recordedAt = new Date(Date.now() + 600_000).toISOString();
    const { refused } = await engine.drivers.reportLocations([
      { driverId: 'ahead', point: north(point, 99), recordedAt },
    ]);
    expect(refused).toEqual([{ index: 0, reason: 'recordedAt: measured in the future' }]);
    const [{ lat }] = await eventually(
      () =>
        engine.query(
          `SELECT lat FROM driver_dispatch.drivers
           WHERE id = 'ahead' AND seen_at > now() - interval '1 minute'`,
        ),
      (rows) => rows.length === 1,
    );
    expect(lat).toBe(point.lat);
  });

  it.each([
    ['GET', '/v1/drivers/%00', undefined],
    ['GET', '/v1/drivers?after=%00', undefined],
    ['PATCH', '/v1/drivers/any', { name: 'nul \u0000' }],
    ['POST', '/v1/dead-letters/replay', { deliveryId: 'no uuid' }],
    ['GET', '/v1/deliveries?take=many', undefined],
  ])('%s %s returns 400', async (method, path, body) => {
    expect((await engine.operate(method, path, body)).status).toBe(400);
  });
});
