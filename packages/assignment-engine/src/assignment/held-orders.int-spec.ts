import { nextPlace } from '../testing/places';
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

/** An order that is ready so many seconds from now. */
async function order(readyInSeconds: number, place = nextPlace()) {
  const readyAt = new Date(Date.now() + readyInSeconds * 1_000).toISOString();
  const message = readyOrder(place, { pickup: { ...readyOrder(place).pickup, readyAt } });
  return { place, readyAt, message, receipt: await engine.submit(message) };
}

const driver = async (place: { lat: number; lon: number }) => {
  const driverId = `early-${++cases}`;
  await engine.driverAt(driverId, place);
  return driverId;
};

const heldFor = (seconds: number, deliveryId: string) =>
  engine.query(
    `UPDATE driver_dispatch.deliveries SET waiting_since = now() + make_interval(secs => $1),
       next_attempt_at = now() + make_interval(secs => $1) WHERE id = $2`,
    [seconds, deliveryId],
  );

describe('an order that is ready much later', () => {
  it('is held until its lead time, whoever is available', async () => {
    const place = nextPlace();
    const driverId = await driver(place);
    const { receipt, readyAt, message } = await order(3_600, place);
    const heldUntil = new Date(Date.parse(readyAt) - 600_000).toISOString();
    expect(receipt).toMatchObject({ state: 'PENDING', heldUntil, duplicate: false });
    expect(await engine.submit(message)).toMatchObject({ state: 'PENDING', heldUntil, duplicate: true });

    // A driver who comes free, moves or comes online takes the order that waits, not the one that is held.
    const next = await engine.order(place);
    expect(next).toMatchObject({ state: 'ASSIGNED' });
    const waiting = await engine.order(place);
    expect(waiting.state).toBe('PENDING');
    await engine.drivers.fail({ deliveryId: next.deliveryId, driverId, code: 'other' });
    await engine.reaches(waiting.deliveryId, 'ASSIGNED');
    const other = await driver(place);
    await engine.drivers.reportLocation({
      driverId: other,
      point: place,
      recordedAt: new Date().toISOString(),
    });
    const { state, waitingSince, events } = await engine.delivery(receipt.deliveryId);
    expect({ state, waitingSince }).toEqual({ state: 'PENDING', waitingSince: heldUntil });
    expect(events).toHaveLength(1);
  });

  it('takes the available driver once the hold is over', async () => {
    const { receipt, place } = await order(3_600);
    const driverId = await driver(place);
    expect((await engine.delivery(receipt.deliveryId)).state).toBe('PENDING');
    await heldFor(0, receipt.deliveryId);
    expect(await engine.reaches(receipt.deliveryId, 'ASSIGNED')).toMatchObject({ driverId });
  });

  it('counts as unassigned from the end of the hold', async () => {
    const held = await order(3_600);
    const waiting = await order(60);
    const typesOf = (key: string) => engine.sink.typesOf(key);
    await eventually(
      () => typesOf(waiting.receipt.submissionKey),
      (types) => types.includes('delivery.unassigned'),
    );
    expect(typesOf(held.receipt.submissionKey)).toEqual([]);
    await heldFor(-5, held.receipt.deliveryId);
    await eventually(
      () => typesOf(held.receipt.submissionKey),
      (types) => types.includes('delivery.unassigned'),
    );
  });

  it('takes a driver before when an operator asks for one', async () => {
    const { receipt, place } = await order(3_600);
    const driverId = await driver(place);
    await engine.operate('POST', `/v1/deliveries/${receipt.deliveryId}/retry`, {});
    expect(await engine.reaches(receipt.deliveryId, 'ASSIGNED')).toMatchObject({ driverId });
  });

  it('is assigned at once when it is ready within the lead time', async () => {
    const place = nextPlace();
    await driver(place);
    const { receipt } = await order(300, place);
    expect(receipt.state).toBe('ASSIGNED');
  });
});
