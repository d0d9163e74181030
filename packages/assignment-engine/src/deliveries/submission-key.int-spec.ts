import { identityOf, newSubmissionKey } from '@driver-dispatch/contract';
import { nextPlace } from '../testing/places';
import { cancellationOf, eventually, readyOrder, type TestEngine } from '../testing/test-engine';
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

/** An order that was delivered: what a shop meets again that uses its ids a second time. */
async function delivered(driverId: string) {
  const place = nextPlace();
  await engine.driverAt(driverId, place);
  const order = readyOrder(place);
  const { deliveryId } = await engine.submit(order);
  await engine.drivers.pickUp({ deliveryId, driverId });
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '1' } });
  return { order, deliveryId };
}

describe('an order under the submission key of an earlier one', () => {
  it('is a duplicate with the same contents', async () => {
    const order = readyOrder(nextPlace());
    const first = await engine.submit(order);
    expect(first).toMatchObject({ submissionKey: order.submissionKey, duplicate: false });
    expect(await engine.submit(order)).toEqual({ ...first, duplicate: true });
    expect(await deliveriesOf(order.sellerOrderId)).toHaveLength(1);
  });

  it.each([['sellerOrderId'], ['orderCode'], ['channelId'], ['sellerId']])(
    'is a conflict that names the earlier delivery when its %s differs',
    async (field) => {
      const { order, deliveryId } = await delivered(`conflict-${field}`);
      const other = { ...order, [field]: '77' };
      await expect(engine.submit(other)).rejects.toMatchObject({
        code: 'idempotency_conflict', status: 409,
        details: { deliveryId, state: 'DELIVERED', ...identityOf(order) },
      });
      expect(await deliveriesOf('77')).toEqual([]);
    },
  );

  it('is a conflict in the same batch, too', async () => {
    const order = readyOrder(nextPlace());
    const other = { ...order, orderCode: 'OTHER' };
    const outcomes = await Promise.allSettled([engine.submit(order), engine.submit(other)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('an order with the seller order id of an earlier one and a key of its own', () => {
  it('gets a delivery of its own, whatever became of the earlier one', async () => {
    const { order, deliveryId } = await delivered('reused');
    const { sellerOrderId, orderCode } = order;
    const again = readyOrder(nextPlace(), { sellerOrderId, orderCode });
    const receipt = await engine.submit(again);
    expect(receipt).toMatchObject({ state: 'PENDING', sequence: 0, duplicate: false });
    expect(await deliveriesOf(sellerOrderId)).toEqual(
      expect.arrayContaining([
        { id: deliveryId, key: order.submissionKey, state: 'DELIVERED' },
        { id: receipt.deliveryId, key: again.submissionKey, state: 'PENDING' },
      ]),
    );
  });

  it('is cancelled without the earlier one', async () => {
    const earlier = readyOrder(nextPlace());
    const { sellerOrderId } = earlier;
    const later = readyOrder(nextPlace(), { sellerOrderId });
    await engine.submit(earlier);
    await engine.submit(later);
    await engine.send(cancellationOf(later.submissionKey));
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
    'is refused, and changes nothing, when the %s of its key differs',
    async (field) => {
      const order = readyOrder(nextPlace());
      const { deliveryId } = await engine.submit(order);
      const { data, ...rest } = cancellationOf(order.submissionKey);
      const received = { ...identityOf(data), [field]: '77' };
      await expect(engine.send({ ...rest, data: received })).rejects.toMatchObject({
        code: 'identity_mismatch', status: 409,
        details: { deliveryId, stored: identityOf(order), received },
      });
      expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'PENDING', sequence: 0 });
      expect(engine.logged('warn')).toContainEqual(
        expect.objectContaining({
          message: 'Submission key belongs to another order',
          deliveryId, stored: identityOf(order), received,
        }),
      );
    },
  );

  it('that came before its order does not meet another order under its key', async () => {
    const order = readyOrder(nextPlace());
    const first = await engine.send(cancellationOf(order.submissionKey));
    const other = { ...order, orderCode: 'OTHER' };
    await expect(engine.submit(other)).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect(await engine.submit(order)).toMatchObject({ ...first, state: 'CANCELLED', duplicate: true });
  });

  it('that came before its order leaves another order with the same id alone', async () => {
    const order = readyOrder(nextPlace());
    await engine.send(cancellationOf(order.submissionKey));
    const { sellerOrderId } = order;
    expect(await engine.order(nextPlace(), { sellerOrderId })).toMatchObject({ state: 'PENDING' });
  });
});

it('refuses a submission key that may not be random', async () => {
  for (const submissionKey of ['1001', '', newSubmissionKey().slice(1)]) {
    await expect(engine.order(nextPlace(), { submissionKey })).rejects.toMatchObject({
      code: 'invalid_message', message: expect.stringContaining('submissionKey'),
    });
  }
});

it('sends the identity of the delivery with every event', async () => {
  const { order } = await delivered('told');
  const { submissionKey } = order;
  const events = await eventually(
    () => engine.sink.events.filter(({ data }) => data.submissionKey === submissionKey),
    ({ length }) => length === 3,
  );
  expect(events.map(({ data }) => identityOf(data))).toEqual(Array(3).fill(identityOf(order)));
});
