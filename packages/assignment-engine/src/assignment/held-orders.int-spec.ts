import { nextPoint } from '../testing/points';
import { eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let cases = 0;

beforeAll(async () => {
  engine = await servers.engine({
    assignment: { leadTimeSeconds: 600, retrySeconds: 1, unassignedAfterSeconds: 1 },
  });
});

/** Submits an order with a ready time in some seconds. */
async function order(readyInSeconds: number, point = nextPoint()) {
  const readyAt = new Date(Date.now() + readyInSeconds * 1_000).toISOString();
  const message = readyOrder(point, { pickup: { ...readyOrder(point).pickup, readyAt } });
  return { point, readyAt, message, receipt: await engine.submit(message) };
}

const driver = async (point: { lat: number; lon: number }) => {
  const driverId = `early-${++cases}`;
  await engine.driverAt(driverId, point);
  return driverId;
};

const heldFor = (seconds: number, deliveryId: string) =>
  engine.query(
    `UPDATE driver_dispatch.deliveries SET waiting_since = now() + make_interval(secs => $1),
       next_attempt_at = now() + make_interval(secs => $1) WHERE id = $2`,
    [seconds, deliveryId],
  );

describe('an order with a later ready time', () => {
  it('is held until its lead time although a driver is AVAILABLE', async () => {
    const point = nextPoint();
    const driverId = await driver(point);
    const { receipt, readyAt, message } = await order(3_600, point);
    const heldUntil = new Date(Date.parse(readyAt) - 600_000).toISOString();
    expect(receipt).toMatchObject({ state: 'PENDING', heldUntil, duplicate: false });
    expect(await engine.submit(message)).toMatchObject({ state: 'PENDING', heldUntil, duplicate: true });

    // A driver who is released, moves or becomes AVAILABLE gets the waiting order, not the held one.
    const next = await engine.order(point);
    expect(next).toMatchObject({ state: 'ASSIGNED' });
    const waiting = await engine.order(point);
    expect(waiting.state).toBe('PENDING');
    await engine.drivers.fail({ deliveryId: next.deliveryId, driverId, code: 'other' });
    await engine.untilState(waiting.deliveryId, 'ASSIGNED');
    const other = await driver(point);
    await engine.drivers.reportLocation({
      driverId: other,
      point,
      recordedAt: new Date().toISOString(),
    });
    const { state, waitingSince, events } = await engine.delivery(receipt.deliveryId);
    expect({ state, waitingSince }).toEqual({ state: 'PENDING', waitingSince: heldUntil });
    expect(events).toHaveLength(1);
  });

  it('is assigned when the hold ends', async () => {
    const { receipt, point } = await order(3_600);
    const driverId = await driver(point);
    expect((await engine.delivery(receipt.deliveryId)).state).toBe('PENDING');
    await heldFor(0, receipt.deliveryId);
    expect(await engine.untilState(receipt.deliveryId, 'ASSIGNED')).toMatchObject({ driverId });
  });

  it('is announced as unassigned relative to the end of the hold', async () => {
    const held = await order(3_600);
    const waiting = await order(60);
    const getTypes = (key: string) => engine.sink.typesOf(key);
    await eventually(
      () => getTypes(waiting.receipt.submissionKey),
      (types) => types.includes('delivery.unassigned'),
    );
    expect(getTypes(held.receipt.submissionKey)).toEqual([]);
    await heldFor(-5, held.receipt.deliveryId);
    await eventually(
      () => getTypes(held.receipt.submissionKey),
      (types) => types.includes('delivery.unassigned'),
    );
  });

  it('is assigned during the hold when an operator retries it', async () => {
    const { receipt, point } = await order(3_600);
    const driverId = await driver(point);
    await engine.operate('POST', `/v1/deliveries/${receipt.deliveryId}/retry`, {});
    expect(await engine.untilState(receipt.deliveryId, 'ASSIGNED')).toMatchObject({ driverId });
  });

  it('is assigned at once if the ready time is within the lead time', async () => {
    const point = nextPoint();
    await driver(point);
    const { receipt } = await order(300, point);
    expect(receipt.state).toBe('ASSIGNED');
  });
});
