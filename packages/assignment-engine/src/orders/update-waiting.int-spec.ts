import type { DispatchError, SellerOrder } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let cases = 0;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { retrySeconds: 600 } });
});

const getCode = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    ({ code, details }: DispatchError) => [code, details?.state],
  );

/** The same order with its store at another point. */
function moved(order: SellerOrder, point = nextPoint(), timestamp = new Date().toISOString()) {
  const data = { ...order, pickup: { ...order.pickup, point } };
  return { type: 'seller_order.updated', timestamp, data } as const;
}

async function driverAt(point: { lat: number; lon: number }) {
  const driverId = `updates-${++cases}`;
  await engine.driverAt(driverId, point);
  return driverId;
}

describe('an update of a waiting delivery', () => {
  it('moves the pickup and assigns a driver there at once', async () => {
    const order = readyOrder(nextPoint());
    const { deliveryId } = await engine.submit(order);
    const update = moved(order);
    const driverId = await driverAt(update.data.pickup.point);
    expect(await engine.send(update)).toMatchObject({ deliveryId, state: 'ASSIGNED', duplicate: false });
    expect(await engine.delivery(deliveryId)).toMatchObject({ driverId, pickup: update.data.pickup });
  });

  it('is applied once and makes the order with the new contents a duplicate', async () => {
    const order = readyOrder(nextPoint());
    await engine.submit(order);
    const update = moved(order);
    expect(await engine.send(update)).toMatchObject({ state: 'PENDING', duplicate: false });
    expect(await engine.send(update)).toMatchObject({ state: 'PENDING', duplicate: true });
    expect(await engine.submit(update.data)).toMatchObject({ duplicate: true });
    expect(await getCode(engine.submit(order))).toEqual(['idempotency_conflict', 'PENDING']);
  });

  it('is refused after a newer one', async () => {
    const order = readyOrder(nextPoint());
    const { deliveryId } = await engine.submit(order);
    const newer = moved(order);
    await engine.send(newer);
    const older = moved(order, nextPoint(), new Date(Date.now() - 5_000).toISOString());
    expect(await getCode(engine.send(older))).toEqual(['idempotency_conflict', 'PENDING']);
    expect((await engine.delivery(deliveryId)).pickup).toEqual(newer.data.pickup);
  });

  it('is accepted five minutes after one with a timestamp in the future', async () => {
    const order = readyOrder(nextPoint());
    const { deliveryId } = await engine.submit(order);
    await engine.send(moved(order, nextPoint(), new Date(Date.now() + 86_400_000).toISOString()));
    const correction = moved(order);
    expect(await getCode(engine.send(correction))).toEqual(['idempotency_conflict', 'PENDING']);
    await engine.query(
      `UPDATE driver_dispatch.deliveries SET message_at = message_at - interval '5 minutes' WHERE id = $1`,
      [deliveryId],
    );
    expect(await engine.send(moved(order, correction.data.pickup.point))).toMatchObject({ duplicate: false });
    expect((await engine.delivery(deliveryId)).pickup).toEqual(correction.data.pickup);
  });

  it('ends the search at the former pickup', async () => {
    const point = nextPoint();
    const order = readyOrder(point);
    const { deliveryId } = await engine.submit(order);
    await engine.send(moved(order));
    await driverAt(point);
    expect((await engine.delivery(deliveryId)).state).toBe('PENDING');
  });

  it('is refused once the delivery is assigned, except for a duplicate', async () => {
    const point = nextPoint();
    await driverAt(point);
    const order = readyOrder(point);
    const { deliveryId } = await engine.submit(order);
    expect(await getCode(engine.send(moved(order)))).toEqual(['illegal_transition', 'ASSIGNED']);
    expect((await engine.delivery(deliveryId)).pickup.point).toEqual(point);

    const other = readyOrder(nextPoint());
    await engine.submit(other);
    const update = moved(other);
    await driverAt(update.data.pickup.point);
    await engine.send(update);
    expect(await engine.send(update)).toMatchObject({ state: 'ASSIGNED', duplicate: true });
  });

  it('returns not_found for an unknown order', async () => {
    expect(await getCode(engine.send(moved(readyOrder(nextPoint()))))).toEqual(['not_found', undefined]);
  });
});
