import type { DeliveryReceipt } from '@driver-dispatch/contract';
import { pausing } from '../testing/pausing';
import { nextPlace } from '../testing/places';
import {
  cancellationOf,
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
  engine.send(cancellationOf(submissionKey));
const statusOf = async (driverId: string) => (await engine.row(driverId)).status;

/** What Vendure hears of an order, once it has heard all of it. */
async function told(submissionKey: string): Promise<string[]> {
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

it('cancel before ready: the order finds no driver when it arrives, and Vendure is told once', async () => {
  const place = nextPlace();
  await engine.driverAt('idle', place);
  const order = readyOrder(place);
  const { submissionKey } = order;
  const { deliveryId } = await cancel(submissionKey);
  expect(await engine.submit(order)).toMatchObject({ deliveryId, state: 'CANCELLED', duplicate: true });
  expect(await told(submissionKey)).toEqual(['delivery.cancelled']);
  expect(await statusOf('idle')).toBe('AVAILABLE');
});

it('ready after cancel: an order that comes once more stays cancelled', async () => {
  const place = nextPlace();
  const order = readyOrder(place);
  const { submissionKey } = order;
  const { deliveryId } = await engine.submit(order);
  await cancel(submissionKey);
  await engine.driverAt('later', place);
  expect(await engine.submit(order)).toMatchObject({
    deliveryId, state: 'CANCELLED', sequence: 1, duplicate: true,
  });
  expect(await told(submissionKey)).toEqual(['delivery.cancelled']);
  expect(await statusOf('later')).toBe('AVAILABLE');
});

it('cancel while assigning, the assignment first: it is taken back, its driver is free, Vendure is told of both', async () => {
  const place = nextPlace();
  const { submissionKey } = await engine.order(place);
  const racing: Promise<unknown>[] = [];
  await pausing(engine, 'assignments', 'true', async (untilWaiting) => {
    racing.push(engine.driverAt('claimed', place));
    await untilWaiting(1);
    racing.push(cancel(submissionKey));
    await untilWaiting(2);
  });
  const [, cancelled] = await Promise.all(racing);
  expect(cancelled).toMatchObject({ state: 'CANCELLED', sequence: 2, duplicate: false });
  expect(await told(submissionKey)).toEqual(['delivery.assigned', 'delivery.cancelled']);
  expect(await statusOf('claimed')).toBe('AVAILABLE');
});

it('cancel while assigning, the cancellation first: nobody is assigned, Vendure is told of it alone', async () => {
  const place = nextPlace();
  const { submissionKey } = await engine.order(place);
  let cancelling: Promise<unknown> | undefined;
  await pausing(engine, 'delivery_events', `NEW.type = 'delivery.cancelled'`, async (untilWaiting) => {
    cancelling = cancel(submissionKey);
    await untilWaiting(1);
    await engine.driverAt('spared', place);
  });
  expect(await cancelling).toMatchObject({ state: 'CANCELLED', sequence: 1 });
  expect(await told(submissionKey)).toEqual(['delivery.cancelled']);
  expect(await statusOf('spared')).toBe('AVAILABLE');
});

it('cancel after pickup: refused, the delivery goes on to its door, Vendure is told of no cancellation', async () => {
  const place = nextPlace();
  await engine.driverAt('under-way', place);
  const { deliveryId, submissionKey } = await engine.order(place);
  const driverId = 'under-way';
  await engine.drivers.pickUp({ deliveryId, driverId });
  await expect(cancel(submissionKey)).rejects.toMatchObject({
    code: 'illegal_transition', status: 409, details: { state: 'PICKED_UP' },
  });
  expect(await statusOf(driverId)).toBe('BUSY');
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '1' } });
  expect(await told(submissionKey)).toEqual([
    'delivery.assigned',
    'delivery.picked_up',
    'delivery.delivered',
  ]);
});
