import { Client } from 'pg';
import { LocationService } from '../drivers/location.service';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { hashSecret } from './secret';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
  await engine.drivers.register({ driverId: 'ada', name: 'Ada' });
});

async function invite(): Promise<string> {
  return (await engine.operate('POST', '/v1/drivers/ada/invitations')).body.invitation;
}

it('a sign-in with a large body is refused before it is parsed', async () => {
  const response = await fetch(`${engine.url}/v1/driver/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invitation: await invite(), deviceName: 'Phone', padding: 'x'.repeat(5_000) }),
  });
  expect([response.status, await response.json()]).toMatchObject([
    413,
    { error: { code: 'payload_too_large' } },
  ]);
});

it('an action of any age has a date', async () => {
  const device = await DriverDevice.signIn(engine, 'ada');
  const { status } = await device.request('PUT', 'duty', { status: 'OFFLINE', ageSeconds: 1e300 });
  expect(status).toBe(200);
});

it('a location is read by its fields, however many others it has', async () => {
  const locations = engine.running.application.get(LocationService, { strict: false });
  const endless = new Proxy(
    { point: nextPoint(), recordedAt: new Date().toISOString() },
    {
      ownKeys: () => {
        throw new Error('All fields were read');
      },
    },
  );
  expect(await locations.reportOwn('ada', [endless])).toEqual({ unknownDrivers: [], refused: [] });
});

it('a sign-in during the revocation of all sessions is revoked', async () => {
  const invitation = await invite();
  const signingIn = new Client({ connectionString: engine.databaseUrl });
  await signingIn.connect();
  try {
    await signingIn.query('BEGIN');
    await signingIn.query('DELETE FROM driver_dispatch.driver_invitations WHERE invitation_hash = $1', [
      hashSecret(invitation),
    ]);
    await signingIn.query(
      `INSERT INTO driver_dispatch.driver_sessions (driver_id, token_hash, device_name, expires_at)
       VALUES ('ada', 'a hash', 'Phone', now() + interval '1 day')`,
    );
    const revocation = engine.operate('DELETE', '/v1/drivers/ada/sessions');
    await eventually(
      () =>
        engine.query(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        ),
      (waiting) => waiting.length > 0,
    );
    await signingIn.query('COMMIT');
    expect((await revocation).status).toBe(204);
  } finally {
    await signingIn.end();
  }
  const { body } = await engine.operate('GET', '/v1/drivers/ada/sessions');
  expect(body.sessions).toEqual([]);
});
