import { getIdentity, newSubmissionKey } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import { createCancellation, eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
});

const deliveriesOf = (sellerOrderId: string) =>
  engine.query(
    'SELECT id, submission_key AS key, state FROM driver_dispatch.deliveries WHERE seller_order_id = $1',
    [sellerOrderId],
  );

/** Creates a delivered order, for tests of a shop that reuses its ids. */
async function delivered(driverId: string) {
  const point = nextPoint();
  await engine.driverAt(driverId, point);
  const order = readyOrder(point);
  const { deliveryId } = await engine.submit(order);
  await engine.drivers.pickUp({ deliveryId, driverId });
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'pin', pin: '1' } });
  return { order, deliveryId };
}

describe('an order with the submission key of an earlier one', () => {
  it('is a duplicate if the contents are equal', async () => {
    const order = readyOrder(nextPoint());
    const first = await engine.submit(order);
    expect(first).toMatchObject({ submissionKey: order.submissionKey, duplicate: false });
    expect(await engine.submit(order)).toEqual({ ...first, duplicate: true });
    expect(await deliveriesOf(order.sellerOrderId)).toHaveLength(1);
  });

  it.each([['sellerOrderId'], ['orderCode'], ['channelId'], ['sellerId']])(
    'is a conflict with the earlier delivery if its %s differs',
    async (field) => {
      const { order, deliveryId } = await delivered(`conflict-${field}`);
      const other = { ...order, [field]: '77' };
      await expect(engine.submit(other)).rejects.toMatchObject({
        code: 'idempotency_conflict',
        status: 409,
        details: { deliveryId, state: 'DELIVERED', ...getIdentity(order) },
      });
      expect(await deliveriesOf('77')).toEqual([]);
    },
  );

  it('is a conflict within one batch as well', async () => {
    const order = readyOrder(nextPoint());
    const other = { ...order, orderCode: 'OTHER' };
    const outcomes = await Promise.allSettled([engine.submit(order), engine.submit(other)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('an order with a reused seller order id and a new submission key', () => {
  it('gets its own delivery', async () => {
    const { order, deliveryId } = await delivered('reused');
    const { sellerOrderId, orderCode } = order;
    const again = readyOrder(nextPoint(), { sellerOrderId, orderCode });
    const receipt = await engine.submit(again);
    expect(receipt).toMatchObject({ state: 'PENDING', sequence: 0, duplicate: false });
    expect(await deliveriesOf(sellerOrderId)).toEqual(
      expect.arrayContaining([
        { id: deliveryId, key: order.submissionKey, state: 'DELIVERED' },
        { id: receipt.deliveryId, key: again.submissionKey, state: 'PENDING' },
      ]),
    );
  });

  it('is cancelled independently of the earlier one', async () => {
    const earlier = readyOrder(nextPoint());
    const { sellerOrderId } = earlier;
    const later = readyOrder(nextPoint(), { sellerOrderId });
    await engine.submit(earlier);
    await engine.submit(later);
    await engine.send(createCancellation(later.submissionKey));
    const states = await deliveriesOf(sellerOrderId);
    expect(new Map(states.map(({ key, state }) => [key, state]))).toEqual(
      new Map([
        [earlier.submissionKey, 'PENDING'],
        [later.submissionKey, 'CANCELLED'],
      ]),
    );
  });
});

describe('a cancellation', () => {
  it.each([['sellerOrderId'], ['orderCode'], ['channelId']])(
    'is refused without changes if its %s differs',
    async (field) => {
      const order = readyOrder(nextPoint());
      const { deliveryId } = await engine.submit(order);
      const { data, ...rest } = createCancellation(order.submissionKey);
      const received = { ...getIdentity(data), [field]: '77' };
      await expect(engine.send({ ...rest, data: received })).rejects.toMatchObject({
        code: 'identity_mismatch',
        status: 409,
        details: { deliveryId, stored: getIdentity(order), received },
      });
      expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'PENDING', sequence: 0 });
      expect(engine.logged('warn')).toContainEqual(
        expect.objectContaining({
          message: 'Submission key belongs to another order',
          deliveryId,
          stored: getIdentity(order),
          received,
        }),
      );
    },
  );

  it('received before its order does not match another order with the same key', async () => {
    const order = readyOrder(nextPoint());
    const first = await engine.send(createCancellation(order.submissionKey));
    const other = { ...order, orderCode: 'OTHER' };
    await expect(engine.submit(other)).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect(await engine.submit(order)).toMatchObject({ ...first, state: 'CANCELLED', duplicate: true });
  });

  it('received before its order does not affect another order with the same id', async () => {
    const order = readyOrder(nextPoint());
    await engine.send(createCancellation(order.submissionKey));
    const { sellerOrderId } = order;
    expect(await engine.order(nextPoint(), { sellerOrderId })).toMatchObject({ state: 'PENDING' });
  });
});

it('refuses a submission key that is too short to be random', async () => {
  for (const submissionKey of ['1001', '', newSubmissionKey().slice(1)]) {
    await expect(engine.order(nextPoint(), { submissionKey })).rejects.toMatchObject({
      code: 'invalid_message',
      message: expect.stringContaining('submissionKey'),
    });
  }
});

it('sends the identity of the delivery with every event', async () => {
  const { order } = await delivered('identity');
  const { submissionKey } = order;
  const events = await eventually(
    () => engine.sink.events.filter(({ data }) => data.submissionKey === submissionKey),
    ({ length }) => length === 3,
  );
  expect(events.map(({ data }) => getIdentity(data))).toEqual(Array(3).fill(getIdentity(order)));
});
