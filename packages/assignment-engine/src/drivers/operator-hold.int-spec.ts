import { signMessage, type DriverReply } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
});

const AHEAD_MS = 240_000;

const setByOperator = (driverId: string, body: object) =>
  engine.operate('POST', `/v1/drivers/${driverId}/status`, body);
const offline = (driverId: string) => setByOperator(driverId, { status: 'OFFLINE' });
const record = async (driverId: string) => (await engine.get(`/v1/drivers/${driverId}`)).body;

/** Signs a status request of the driver app. The returned function sends it. */
function signedStatus(driverId: string, status: string, signedAt: Date, more: object = {}) {
  const body = JSON.stringify({ type: 'driver.set_status', driverId, status, ...more });
  const headers = {
    'content-type': 'application/json',
    ...signMessage(engine.keys.driverApp, `msg_${Math.random()}`, body, signedAt),
  };
  return async (): Promise<DriverReply> => {
    const response = await fetch(`${engine.url}/v1/driver-app/status`, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
    return (await response.json()) as DriverReply;
  };
}

/** Sends a status as a driver app whose clock is ahead by some ms (behind if negative). */
const setStatus = (driverId: string, status: string, aheadMs: number, more: object = {}) =>
  signedStatus(driverId, status, new Date(Date.now() + aheadMs), more)();

describe('OFFLINE set by an operator', () => {
  it('overrides an app with a clock ahead, which works again with a correct clock', async () => {
    await engine.driverAt('h-ahead', nextPoint());
    await setStatus('h-ahead', 'AVAILABLE', AHEAD_MS);
    expect((await offline('h-ahead')).body).toMatchObject({ status: 'OFFLINE' });
    expect((await setByOperator('h-ahead', { status: 'AVAILABLE' })).body).toMatchObject({
      status: 'AVAILABLE',
    });
    expect(await setStatus('h-ahead', 'OFFLINE', 0)).toMatchObject({ status: 'OFFLINE' });
  });

  it.each([0, AHEAD_MS])('refuses the next AVAILABLE of an app %d ms ahead', async (aheadMs) => {
    const driverId = `h-next-${aheadMs}`;
    const point = nextPoint();
    await engine.driverAt(driverId, point);
    expect((await offline(driverId)).body).toMatchObject({
      status: 'OFFLINE',
      holdSince: expect.any(String),
    });
    const held = { status: 'OFFLINE', statusReason: 'operator_hold', task: null };
    expect(await setStatus(driverId, 'AVAILABLE', aheadMs)).toMatchObject(held);
    expect(await engine.drivers.heartbeat(driverId)).toMatchObject(held);
    expect(await setStatus(driverId, 'OFFLINE', aheadMs)).toMatchObject(held);
    expect((await engine.order(point)).state).toBe('PENDING');
  });

  it('lets a BUSY driver finish the delivery and go OFFLINE', async () => {
    const point = nextPoint();
    const driverId = 'h-busy';
    await engine.driverAt(driverId, point);
    const { deliveryId } = await engine.order(point);
    expect((await offline(driverId)).body).toMatchObject({ status: 'BUSY', holdSince: expect.any(String) });
    expect(await engine.drivers.heartbeat(driverId)).toMatchObject({
      status: 'BUSY',
      statusReason: 'operator_hold',
      task: { deliveryId },
    });
    await engine.drivers.fail({ deliveryId, driverId, code: 'other' });
    expect(await record(driverId)).toMatchObject({ status: 'OFFLINE', holdSince: expect.any(String) });
    expect(await setStatus(driverId, 'AVAILABLE', 0)).toMatchObject({ status: 'OFFLINE' });
  });

  it('can be revoked while the driver is BUSY', async () => {
    const point = nextPoint();
    const driverId = 'h-back';
    await engine.driverAt(driverId, point);
    const { deliveryId } = await engine.order(point);
    expect((await setByOperator(driverId, { status: 'AVAILABLE' })).body).toMatchObject({
      error: { code: 'illegal_transition', details: { state: 'BUSY' } },
    });
    await offline(driverId);
    expect((await setByOperator(driverId, { status: 'AVAILABLE' })).body).toMatchObject({
      status: 'BUSY',
      holdSince: null,
    });
    await engine.drivers.fail({ deliveryId, driverId, code: 'other' });
    expect((await record(driverId)).status).toBe('AVAILABLE');
  });
});

describe('a hold', () => {
  it('ends when an operator sets AVAILABLE', async () => {
    await engine.driverAt('h-available', nextPoint());
    await offline('h-available');
    expect((await setByOperator('h-available', { status: 'AVAILABLE' })).body).toMatchObject({
      status: 'AVAILABLE',
      holdSince: null,
    });
  });

  it('ends when an operator ends it, so that the app can set AVAILABLE', async () => {
    await engine.driverAt('h-ended', nextPoint());
    await offline('h-ended');
    expect((await setByOperator('h-ended', { status: 'OFFLINE', hold: false })).body).toMatchObject({
      status: 'OFFLINE',
      holdSince: null,
    });
    const reply = await setStatus('h-ended', 'AVAILABLE', 0);
    expect(reply.status).toBe('AVAILABLE');
    expect(reply.statusReason).toBeUndefined();
  });

  it('ends with a new shift signed later', async () => {
    await engine.driverAt('h-shift', nextPoint());
    await offline('h-shift');
    const reply = await eventually(
      () => setStatus('h-shift', 'AVAILABLE', 0, { newShift: true }),
      ({ status }) => status === 'AVAILABLE',
    );
    expect(reply.statusReason).toBeUndefined();
    expect((await record('h-shift')).holdSince).toBeNull();
  });

  it.each([
    ['in the same second', 0],
    ['long before it', -60_000],
    ['before it with a clock ahead', AHEAD_MS],
  ])('does not end with a new shift signed %s', async (_, aheadMs) => {
    const driverId = `h-shift-${aheadMs}`;
    await engine.driverAt(driverId, nextPoint());
    await offline(driverId);
    // Only the hold may refuse the request, not the time of the last signed status.
    await engine.query('UPDATE driver_dispatch.drivers SET status_signed_at = NULL WHERE id = $1', [
      driverId,
    ]);
    const signedAt = new Date(Date.parse((await record(driverId)).holdSince) + aheadMs);
    expect(await signedStatus(driverId, 'AVAILABLE', signedAt, { newShift: true })()).toMatchObject({
      status: 'OFFLINE',
      statusReason: 'operator_hold',
    });
  });

  it('ends with a new shift of an app with a clock ahead if the hold is old enough', async () => {
    await engine.driverAt('h-morning', nextPoint());
    await offline('h-morning');
    await engine.query(
      `UPDATE driver_dispatch.drivers SET hold_since = now() - interval '10 hours' WHERE id = 'h-morning'`,
    );
    expect(await setStatus('h-morning', 'AVAILABLE', AHEAD_MS, { newShift: true })).toMatchObject({
      status: 'AVAILABLE',
    });
  });
});

describe('the driver app', () => {
  it('can set OFFLINE after an operator although its clock is behind', async () => {
    await engine.driverAt('h-behind', nextPoint());
    await setByOperator('h-behind', { status: 'AVAILABLE' });
    expect(await setStatus('h-behind', 'OFFLINE', -60_000)).toMatchObject({ status: 'OFFLINE' });
  });

  it.each([0, AHEAD_MS])('%d ms ahead cannot reorder its statuses', async (aheadMs) => {
    const driverId = `h-order-${aheadMs}`;
    await engine.driverAt(driverId, nextPoint());
    const at = (ms: number) => new Date(Date.now() + aheadMs + ms);
    const late = signedStatus(driverId, 'AVAILABLE', at(-10_000));
    expect(await signedStatus(driverId, 'OFFLINE', at(0))()).toMatchObject({ status: 'OFFLINE' });
    expect(await late()).toMatchObject({ status: 'OFFLINE' });
  });

  it('cannot set AVAILABLE with a status signed before the end of the delivery', async () => {
    const point = nextPoint();
    const driverId = 'h-end';
    await engine.driverAt(driverId, point);
    const { deliveryId } = await engine.order(point);
    const late = signedStatus(driverId, 'AVAILABLE', new Date(Date.now() - 2_000));
    await engine.query('UPDATE driver_dispatch.drivers SET status_signed_at = NULL WHERE id = $1', [
      driverId,
    ]);
    await engine.drivers.fail({ deliveryId, driverId, code: 'other', endShift: true });
    expect(await late()).toMatchObject({ status: 'OFFLINE' });
  });
});
