import type { DeliveryReceipt } from '@driver-dispatch/contract';
import { blockInserts } from '../testing/block-inserts';
import { nextPoint } from '../testing/points';
import {
  createCancellation,
  eventually,
  readyOrder,
  RecordingSink,
  type TestEngine,
} from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let sink: RecordingSink;

beforeAll(async () => {
  sink = new RecordingSink();
  engine = await servers.engine({ sink });
});

const cancel = (submissionKey: string): Promise<DeliveryReceipt> =>
  engine.send(createCancellation(submissionKey));
const getStatus = async (driverId: string) => (await engine.row(driverId)).status;

/** Waits until all events of an order are acknowledged. Returns their types. */
async function sentEvents(submissionKey: string): Promise<string[]> {
  await eventually(
    () =>
      engine.query(
        `SELECT e.id FROM driver_dispatch.delivery_events e
         JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
         WHERE d.submission_key = $1 AND e.acknowledged_at IS NULL`,
        [submissionKey],
      ),
    (unsent) => unsent.length === 0,
  );
  return sink.typesOf(submissionKey);
}

it('cancellation before the order: the order is not assigned, and one event is sent', async () => {
  const point = nextPoint();
  await engine.driverAt('idle', point);
  const order = readyOrder(point);
  const { submissionKey } = order;
  const { deliveryId } = await cancel(submissionKey);
  expect(await engine.submit(order)).toMatchObject({ deliveryId, state: 'CANCELLED', duplicate: true });
  expect(await sentEvents(submissionKey)).toEqual(['delivery.cancelled']);
  expect(await getStatus('idle')).toBe('AVAILABLE');
});

it('repeated order after the cancellation: stays cancelled', async () => {
  const point = nextPoint();
  const order = readyOrder(point);
  const { submissionKey } = order;
  const { deliveryId } = await engine.submit(order);
  await cancel(submissionKey);
  await engine.driverAt('later', point);
  expect(await engine.submit(order)).toMatchObject({
    deliveryId,
    state: 'CANCELLED',
    sequence: 1,
    duplicate: true,
  });
  expect(await sentEvents(submissionKey)).toEqual(['delivery.cancelled']);
  expect(await getStatus('later')).toBe('AVAILABLE');
});

it('cancellation right after the assignment: releases the driver and sends both events', async () => {
  const point = nextPoint();
  const { submissionKey } = await engine.order(point);
  const racing: Promise<unknown>[] = [];
  await blockInserts(engine, 'assignments', 'true', async (blocked) => {
    racing.push(engine.driverAt('claimed', point));
    await blocked(1);
    racing.push(cancel(submissionKey));
    await blocked(2);
  });
  const [, cancelled] = await Promise.all(racing);
  expect(cancelled).toMatchObject({ state: 'CANCELLED', sequence: 2, duplicate: false });
  expect(await sentEvents(submissionKey)).toEqual(['delivery.assigned', 'delivery.cancelled']);
  expect(await getStatus('claimed')).toBe('AVAILABLE');
});

it('cancellation right before the assignment: assigns no driver and sends one event', async () => {
  const point = nextPoint();
  const { submissionKey } = await engine.order(point);
  let cancelling: Promise<unknown> | undefined;
  await blockInserts(engine, 'delivery_events', `NEW.type = 'delivery.cancelled'`, async (blocked) => {
    cancelling = cancel(submissionKey);
    await blocked(1);
    await engine.driverAt('unassigned', point);
  });
  expect(await cancelling).toMatchObject({ state: 'CANCELLED', sequence: 1 });
  expect(await sentEvents(submissionKey)).toEqual(['delivery.cancelled']);
  expect(await getStatus('unassigned')).toBe('AVAILABLE');
});

it('cancellation after the pickup: is refused, and the delivery continues', async () => {
  const point = nextPoint();
  await engine.driverAt('under-way', point);
  const { deliveryId, submissionKey } = await engine.order(point);
  const driverId = 'under-way';
  await engine.drivers.pickUp({ deliveryId, driverId });
  await expect(cancel(submissionKey)).rejects.toMatchObject({
    code: 'illegal_transition',
    status: 409,
    details: { state: 'PICKED_UP' },
  });
  expect(await getStatus(driverId)).toBe('BUSY');
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'pin', pin: '1' } });
  expect(await sentEvents(submissionKey)).toEqual([
    'delivery.assigned',
    'delivery.picked_up',
    'delivery.delivered',
  ]);
});
