import {
  DispatchSweepService,
  DriverDelivery,
  driverDeliveryFulfillmentHandler,
  FulfillmentReadinessStrategy,
  MarkedReadyReadinessStrategy,
  OnPaymentReadinessStrategy,
  type ReadinessStrategy,
} from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import {
  manualFulfillmentHandler,
  defaultFulfillmentProcess,
  TransactionalConnection,
  type FulfillmentProcess,
  type FulfillmentState,
} from '@vendure/core';
import { testConfig } from '@vendure/testing';
import { gql } from 'graphql-tag';
import * as docs from './testing/documents';
import { requireCleanup } from './testing/require-cleanup';
import { PlainShop, STORE } from './testing/plain-shop';
import { expectRejection } from './testing/rejection';

const WITH_DOOR_CODE = gql`
  query {
    driverDeliveries(options: { filter: { doorCode: { eq: "17B" } } }) {
      items {
        id
        customFields {
          doorCode
        }
      }
    }
  }
`;

describe('shop without sellers, with transitionOrders', () => {
  let shop: PlainShop;
  let fault: Error | undefined;
  /** The readiness strategy of the current test. */
  let strategy: ReadinessStrategy = new OnPaymentReadinessStrategy();
  const readiness: ReadinessStrategy = {
    isReady: (ctx, order, moment) => strategy.isReady(ctx, order, moment),
  };
  const faulty: FulfillmentProcess<FulfillmentState> = {
    onTransitionEnd: () => {
      if (fault) {
        throw fault;
      }
    },
  };

  beforeAll(async () => {
    shop = await PlainShop.start(
      { transitionOrders: true, readinessStrategy: readiness },
      {
        customFields: { DriverDelivery: [{ name: 'doorCode', type: 'string' }] },
        shippingOptions: {
          ...testConfig.shippingOptions,
          process: [defaultFulfillmentProcess, faulty],
          fulfillmentHandlers: [manualFulfillmentHandler, driverDeliveryFulfillmentHandler],
        },
      },
    );
    await shop.locateStore(STORE);
  });

  afterEach(() => {
    strategy = new OnPaymentReadinessStrategy();
    fault = undefined;
  });
  requireCleanup(() => shop);

  afterAll(async () => {
    await shop?.stop();
  });

  const orderIn = (id: string, deliveryState: string) =>
    shop.untilDelivery(id, ({ state }) => state === deliveryState);
  const untilOrderState = (id: string, state: string) =>
    shop.untilOrder(id, (order) => order.state === state);

  const cancel = async (id: string, { id: deliveryId }: { id: string }) => {
    await shop.admin.query(docs.CANCEL, { id: deliveryId });
    await orderIn(id, 'CANCELLED');
  };

  it('stores a custom field of a delivery, and filters by it', async () => {
    const { id } = await shop.buy();
    const { delivery } = await orderIn(id, 'PENDING');
    const { engineDeliveryId } = delivery;
    const doorCode = '17B';
    const deliveries = shop.server.app
      .get(TransactionalConnection)
      .rawConnection.getRepository(DriverDelivery);
    await deliveries.update({ engineDeliveryId }, { customFields: { doorCode } as object });
    const { driverDeliveries } = await shop.admin.query(WITH_DOOR_CODE);
    expect(driverDeliveries.items).toEqual([{ id: delivery.id, customFields: { doorCode } }]);
    await cancel(id, delivery);
  });

  it('sets an order to Shipped at pickup and to Delivered at drop-off', async () => {
    const driverId = 'ada';
    await shop.startShift(driverId);
    const { id } = await shop.buy();
    const assigned = await orderIn(id, 'ASSIGNED');
    expect(assigned.state).toBe('PaymentSettled');
    const deliveryId = assigned.delivery.engineDeliveryId;

    await shop.drivers.pickUp({ deliveryId, driverId });
    const shipped = await untilOrderState(id, 'Shipped');
    expect(shipped.delivery.state).toBe('PICKED_UP');
    expect(shipped.fulfillments).toEqual([{ state: 'Shipped', trackingCode: shipped.delivery.trackingCode }]);

    await shop.drivers.complete({
      deliveryId,
      driverId,
      endShift: true,
      proof: { kind: 'pin', pin: '4711' },
    });
    const delivered = await untilOrderState(id, 'Delivered');
    expect(delivered.deliveries).toMatchObject([{ state: 'DELIVERED' }]);
  });

  it('does not reassign a delivery unless reassignment is enabled', async () => {
    const fromDriverId = 'ada';
    await shop.startShift(fromDriverId);
    const { id } = await shop.buy();
    const { delivery } = await orderIn(id, 'ASSIGNED');
    const { driverDelivery } = await shop.admin.query(docs.DETAIL, { id: delivery.id });
    expect(driverDelivery).toMatchObject({ state: 'ASSIGNED', canBeReassigned: false });
    const driverId = 'bob';
    await shop.startShift(driverId);
    await expectRejection(
      shop.admin.query(docs.REASSIGN, { id: delivery.id, driverId, fromDriverId }),
      'REASSIGNMENT_DISABLED',
    );
    await shop.drivers.setStatus({ driverId, status: 'OFFLINE' });
    await shop.drivers.fail({
      deliveryId: delivery.engineDeliveryId,
      driverId: fromDriverId,
      code: 'other',
      endShift: true,
    });
    await orderIn(id, 'FAILED');
  });

  it("continues the delivery and adds a note when the shop's fulfillment process fails", async () => {
    const driverId = 'ada';
    await shop.startShift(driverId);
    const { id } = await shop.buy();
    const { delivery } = await orderIn(id, 'ASSIGNED');
    const deliveryId = delivery.engineDeliveryId;
    fault = new Error('The printer of labels is on fire');
    await shop.drivers.pickUp({ deliveryId, driverId });
    const problems = ({ history }: any) => history.items.map(({ data }: any) => data.problem);
    const unchanged = await shop.untilOrder(id, (order) => problems(order).some(Boolean));
    expect(unchanged).toMatchObject({ state: 'PaymentSettled', fulfillments: [] });
    expect(unchanged.delivery.state).toBe('PICKED_UP');
    expect(problems(unchanged).at(-1)).toMatchObject({
      code: 'ORDER_NOT_UPDATED',
      details: { reason: expect.stringMatching(/on fire/) },
    });
    await shop.drivers.complete({
      deliveryId,
      driverId,
      endShift: true,
      proof: { kind: 'pin', pin: '4711' },
    });
    await orderIn(id, 'DELIVERED');
  });

  describe('readiness of an order', () => {
    const canBeMarkedReady = async (id: string): Promise<boolean> =>
      (await shop.admin.query(docs.DELIVERY, { id })).driverDelivery.canBeMarkedReady;

    it('is reached on payment, or else when an operator marks the order ready', async () => {
      const { id: paid } = await shop.buy();
      const { delivery: ready } = await orderIn(paid, 'PENDING');
      expect(ready.readyAt).not.toBeNull();
      await cancel(paid, ready);
      strategy = new MarkedReadyReadinessStrategy();
      const { id } = await shop.buy();
      const { delivery } = await orderIn(id, 'NOT_READY');
      expect(delivery).toMatchObject({ readyAt: null, submittedAt: null });
      // The sweep does not submit an order that is not ready.
      await shop.query(`UPDATE driver_delivery SET "updatedAt" = now() - interval '1 hour'`);
      await shop.server.app.get(DispatchSweepService).sweep();
      await eventually(
        () => shop.query(`SELECT id FROM job_record WHERE "isSettled" = false`),
        (jobs) => jobs.length === 0,
      );
      await orderIn(id, 'NOT_READY');

      expect(await canBeMarkedReady(delivery.id)).toBe(true);
      const before = Date.now();
      expect(
        (await shop.admin.query(docs.MARK_READY, { id: delivery.id })).markDriverDeliveryReady.state,
      ).toBe('SUBMITTING');
      const { delivery: pending } = await orderIn(id, 'PENDING');
      expect(Date.parse(pending.readyAt)).toBeGreaterThanOrEqual(before);
      const [row] = await shop.query(`SELECT pickup FROM driver_dispatch.deliveries WHERE id = $1`, [
        pending.engineDeliveryId,
      ]);
      expect(row.pickup.readyAt).toBe(pending.readyAt);
      expect(await canBeMarkedReady(delivery.id)).toBe(false);
      await expectRejection(shop.admin.query(docs.MARK_READY, { id: delivery.id }), 'ALREADY_READY');
      await cancel(id, delivery);
    });

    it("is reached with a fulfillment of the plugin's handler, which pickup sets to Shipped", async () => {
      strategy = new FulfillmentReadinessStrategy();
      const { id } = await shop.buy();
      const { delivery } = await orderIn(id, 'NOT_READY');
      expect(await canBeMarkedReady(delivery.id)).toBe(false);
      await expectRejection(shop.admin.query(docs.MARK_READY, { id: delivery.id }), 'NOT_MARKABLE');
      expect(await shop.fulfill(id, 'driver-delivery')).toMatchObject({
        method: 'Driver delivery',
        trackingCode: delivery.trackingCode,
      });
      const { delivery: pending } = await orderIn(id, 'PENDING');
      const deliveryId = pending.engineDeliveryId;
      await shop.startShift('ada');
      const { task } = await eventually(
        () => shop.drivers.heartbeat('ada'),
        ({ task: assigned }) => assigned !== null,
      );
      expect(task!.deliveryId).toBe(deliveryId);
      await shop.drivers.pickUp({ deliveryId, driverId: 'ada' });
      const shipped = await untilOrderState(id, 'Shipped');
      expect(shipped.fulfillments).toEqual([{ state: 'Shipped', trackingCode: delivery.trackingCode }]);
      await shop.drivers.fail({ deliveryId, driverId: 'ada', code: 'other', endShift: true });
    });

    it('does not submit an order that was cancelled before it is ready', async () => {
      strategy = new FulfillmentReadinessStrategy();
      const { id } = await shop.buy();
      const { delivery } = await orderIn(id, 'NOT_READY');
      await cancel(id, delivery);
      await shop.fulfill(id, 'driver-delivery');
      await orderIn(id, 'CANCELLED');
    });
  });
});
