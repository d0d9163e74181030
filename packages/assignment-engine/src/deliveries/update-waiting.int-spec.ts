import type { DispatchError, SellerOrder } from '@driver-dispatch/contract';
import { nextPlace } from '../testing/places';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let cases = 0;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { retrySeconds: 600 } });
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    ({ code, details }: DispatchError) => [code, details?.state],
  );

/** The same order with its store at another point. */
function moved(order: SellerOrder, point = nextPlace(), timestamp = new Date().toISOString()) {
  const data = { ...order, pickup: { ...order.pickup, point } };
  return { type: 'seller_order.updated', timestamp, data } as const;
}

async function driverAt(place: { lat: number; lon: number }) {
  const driverId = `updates-${++cases}`;
  await engine.driverAt(driverId, place);
  return driverId;
}

describe('an update of a waiting delivery', () => {
  it('moves its pickup, and takes a driver there at once', async () => {
    const order = readyOrder(nextPlace());
    const { deliveryId } = await engine.submit(order);
    const update = moved(order);
    const driverId = await driverAt(update.data.pickup.point);
    expect(await engine.send(update)).toMatchObject({ deliveryId, state: 'ASSIGNED', duplicate: false });
    expect(await engine.delivery(deliveryId)).toMatchObject({ driverId, pickup: update.data.pickup });
  });

  it('is applied once, and the order with the new contents is a duplicate', async () => {
    const order = readyOrder(nextPlace());
    await engine.submit(order);
    const update = moved(order);
    expect(await engine.send(update)).toMatchObject({ state: 'PENDING', duplicate: false });
    expect(await engine.send(update)).toMatchObject({ state: 'PENDING', duplicate: true });
    expect(await engine.submit(update.data)).toMatchObject({ duplicate: true });
    expect(await codeOf(engine.submit(order))).toEqual(['idempotency_conflict', 'PENDING']);
  });

  it('is refused when a newer one was applied', async () => {
    const order = readyOrder(nextPlace());
    const { deliveryId } = await engine.submit(order);
    const newer = moved(order);
    await engine.send(newer);
    const older = moved(order, nextPlace(), new Date(Date.now() - 5_000).toISOString());
    expect(await codeOf(engine.send(older))).toEqual(['idempotency_conflict', 'PENDING']);
    expect((await engine.delivery(deliveryId)).pickup).toEqual(newer.data.pickup);
  });

  it('is taken five minutes after one that was stamped a day ahead', async () => {
    const order = readyOrder(nextPlace());
    const { deliveryId } = await engine.submit(order);
    await engine.send(moved(order, nextPlace(), new Date(Date.now() + 86_400_000).toISOString()));
    const correction = moved(order);
    expect(await codeOf(engine.send(correction))).toEqual(['idempotency_conflict', 'PENDING']);
    await engine.query(
      `UPDATE driver_dispatch.deliveries SET message_at = message_at - interval '5 minutes' WHERE id = $1`,
      [deliveryId],
    );
    expect(await engine.send(moved(order, correction.data.pickup.point))).toMatchObject({ duplicate: false });
    expect((await engine.delivery(deliveryId)).pickup).toEqual(correction.data.pickup);
  });

  it('no longer finds drivers at the former place', async () => {
    const place = nextPlace();
    const order = readyOrder(place);
    const { deliveryId } = await engine.submit(order);
    await engine.send(moved(order));
    await driverAt(place);
    expect((await engine.delivery(deliveryId)).state).toBe('PENDING');
  });

  it('is refused with the state once the delivery has a driver, a repeat of an applied one is not', async () => {
    const place = nextPlace();
    await driverAt(place);
    const order = readyOrder(place);
    const { deliveryId } = await engine.submit(order);
    expect(await codeOf(engine.send(moved(order)))).toEqual(['illegal_transition', 'ASSIGNED']);
    expect((await engine.delivery(deliveryId)).pickup.point).toEqual(place);

    const other = readyOrder(nextPlace());
    await engine.submit(other);
    const update = moved(other);
    await driverAt(update.data.pickup.point);
    await engine.send(update);
    expect(await engine.send(update)).toMatchObject({ state: 'ASSIGNED', duplicate: true });
  });

  it('is not found for an order that was never submitted', async () => {
    expect(await codeOf(engine.send(moved(readyOrder(nextPlace()))))).toEqual(['not_found', undefined]);
  });
});
