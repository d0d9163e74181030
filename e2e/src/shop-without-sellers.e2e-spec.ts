import { Shopper, SELLERS } from '@driver-dispatch/dev-server';
import {
  DispatchSweepService,
  driverDeliveryFulfillmentHandler,
  FulfillmentReadinessStrategy,
  MarkedReadyReadinessStrategy,
  OnPaymentReadinessStrategy,
  type ReadinessStrategy,
} from '@driver-dispatch/driver-integration-plugin';
import {
  manualFulfillmentHandler,
  defaultFulfillmentProcess,
  type FulfillmentProcess,
  type FulfillmentState,
} from '@vendure/core';
import { testConfig } from '@vendure/testing';
import { gql } from 'graphql-tag';
import * as desk from './testing/desk-documents';
import { eventually } from './testing/eventually';
import { errandTo } from './testing/orders';
import { PlainShop } from './testing/plain-shop';

const ORDER = gql`
  query Order($id: ID!) {
    order(id: $id) {
      state
      fulfillments {
        state
        trackingCode
      }
      delivery {
        state
        id
        problem
        engineDeliveryId
        trackingCode
        readyAt
        handedOverAt
      }
      deliveries {
        state
      }
      history(options: { filter: { type: { eq: "DRIVER_DELIVERY" } }, sort: { createdAt: ASC } }) {
        items {
          data
        }
      }
    }
  }
`;

describe('a shop without sellers whose orders follow their deliveries', () => {
  const store = { lat: 52.5243, lon: 13.3957 };
  let shop: PlainShop;
  let fault: Error | undefined;
  /** Each of the plugin's strategies by turns. */
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
      { transitionOrders: true, readiness },
      {
        shippingOptions: {
          ...testConfig.shippingOptions,
          process: [defaultFulfillmentProcess, faulty],
          fulfillmentHandlers: [manualFulfillmentHandler, driverDeliveryFulfillmentHandler],
        },
      },
    );
  });

  afterAll(async () => {
    await shop?.stop();
  });

  const buy = () => {
    const errand = { ...errandTo(SELLERS), searches: ['Lamp'] };
    return new Shopper(shop.shopApiUrl).buy(errand);
  };
  const until = (id: string, holds: (order: any) => boolean) =>
    eventually(async () => (await shop.admin.query(ORDER, { id })).order, holds);
  const orderIn = (id: string, deliveryState: string) =>
    until(id, ({ delivery }) => delivery?.state === deliveryState);
  const orderFollowed = (id: string, state: string) => until(id, (order) => order.state === state);

  /** Of the drivers on the road the one who has the delivery. */
  async function driverOf(deliveryId: string): Promise<string> {
    const tasks = await Promise.all(['ada', 'bob'].map((driverId) => shop.drivers.heartbeat(driverId)));
    return tasks.find(({ task }) => task?.deliveryId === deliveryId)!.driverId;
  }

  it('shows that the store is not located, and goes on once it is', async () => {
    const { id } = await buy();
    const parked = await orderIn(id, 'NOT_LOCATED');
    expect(parked.delivery.problem).toMatch(/no coordinates/);

    await shop.locateStore(store);
    const { order } = await shop.admin.query(
      gql`
        query Delivery($id: ID!) {
          order(id: $id) {
            delivery {
              id
            }
          }
        }
      `,
      { id },
    );
    await shop.admin.query(
      gql`
        mutation Retry($id: ID!) {
          retryDriverDelivery(id: $id) {
            id
          }
        }
      `,
      { id: order.delivery.id },
    );
    await orderIn(id, 'PENDING');
  });

  it('ships an order at pick-up and delivers it at the door', async () => {
    for (const driverId of ['ada', 'bob']) {
      await shop.drivers.register({ driverId, name: driverId, channels: [] });
      await shop.drivers.setStatus({ driverId, status: 'AVAILABLE', point: store });
    }
    const { id } = await buy();
    const assigned = await orderIn(id, 'ASSIGNED');
    expect(assigned.state).toBe('PaymentSettled');
    const deliveryId = assigned.delivery.engineDeliveryId;
    const driverId = await driverOf(deliveryId);

    await shop.drivers.pickUp({ deliveryId, driverId });
    const shipped = await orderFollowed(id, 'Shipped');
    expect(shipped.delivery.state).toBe('PICKED_UP');
    expect(shipped.fulfillments).toEqual([{ state: 'Shipped', trackingCode: shipped.delivery.trackingCode }]);

    await shop.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '4711' } });
    const delivered = await orderFollowed(id, 'Delivered');
    expect(delivered.deliveries).toEqual([{ state: 'DELIVERED' }]);
  });

  it('gives no delivery to another driver unless it is told to', async () => {
    const { id } = await buy();
    const { delivery } = await orderIn(id, 'ASSIGNED');
    const fromDriverId = await driverOf(delivery.engineDeliveryId);
    const { driverDelivery } = await shop.admin.query(desk.DETAIL, { id: delivery.id });
    expect(driverDelivery).toMatchObject({ state: 'ASSIGNED', mayBeReassigned: false });
    const driverId = ['ada', 'bob'].find((other) => other !== fromDriverId);
    await expect(
      shop.admin.query(desk.REASSIGN, { id: delivery.id, driverId, fromDriverId }),
    ).rejects.toThrow(/moves no delivery/);
    await shop.drivers.fail({ deliveryId: delivery.engineDeliveryId, driverId: fromDriverId, code: 'other' });
    await orderIn(id, 'FAILED');
  });

  it("goes on to the door where the shop's own fulfillment process fails, and says so", async () => {
    const { id } = await buy();
    const { delivery } = await orderIn(id, 'ASSIGNED');
    const deliveryId = delivery.engineDeliveryId;
    const driverId = await driverOf(deliveryId);
    fault = new Error('The printer of labels is on fire');
    await shop.drivers.pickUp({ deliveryId, driverId });
    const notes = ({ history }: any) => history.items.map(({ data }: any) => data.note);
    const stayed = await until(id, (order) => notes(order).some(Boolean));
    expect(stayed).toMatchObject({ state: 'PaymentSettled', fulfillments: [] });
    expect(stayed.delivery.state).toBe('PICKED_UP');
    expect(notes(stayed).at(-1)).toMatch(/does not follow: .*on fire/);
    await shop.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '4711' } });
    await orderIn(id, 'DELIVERED');
    fault = undefined;
  });

  describe('when an order is ready', () => {
    const MARK = gql`
      mutation Mark($id: ID!) {
        markDriverDeliveryReady(id: $id) {
          state
        }
      }
    `;
    const MAY_BE_MARKED = gql`
      query MayBeMarked($id: ID!) {
        driverDelivery(id: $id) {
          mayBeMarkedReady
        }
      }
    `;
    const mayBeMarkedReady = async (id: string): Promise<boolean> =>
      (await shop.admin.query(MAY_BE_MARKED, { id })).driverDelivery.mayBeMarkedReady;
    const FULFIL = gql`
      mutation Fulfil($input: FulfillOrderInput!) {
        addFulfillmentToOrder(input: $input) {
          ... on Fulfillment {
            id
            method
            trackingCode
          }
          ... on ErrorResult {
            message
          }
        }
      }
    `;
    const LINES = gql`
      query Lines($id: ID!) {
        order(id: $id) {
          lines {
            id
            quantity
          }
        }
      }
    `;
    const CANCEL = gql`
      mutation Cancel($id: ID!) {
        cancelDriverDelivery(id: $id) {
          id
        }
      }
    `;

    async function fulfil(id: string) {
      const { order } = await shop.admin.query(LINES, { id });
      const input = {
        lines: order.lines.map((line: any) => ({ orderLineId: line.id, quantity: line.quantity })),
        handler: { code: 'driver-delivery', arguments: [] },
      };
      return (await shop.admin.query(FULFIL, { input })).addFulfillmentToOrder;
    }

    beforeAll(async () => {
      for (const driverId of ['ada', 'bob']) {
        const { task } = await shop.drivers.heartbeat(driverId);
        if (task) {
          const { deliveryId } = task;
          await shop.drivers.fail({ deliveryId, driverId, code: 'other', endShift: true });
        } else {
          await shop.drivers.setStatus({ driverId, status: 'OFFLINE' });
        }
      }
    });

    it('is on payment, or else nobody is asked before', async () => {
      const { id: paid } = await buy();
      expect((await orderIn(paid, 'PENDING')).delivery.readyAt).not.toBeNull();
      strategy = new MarkedReadyReadinessStrategy();
      const { id } = await buy();
      const { delivery } = await orderIn(id, 'NOT_READY');
      expect(delivery).toMatchObject({ readyAt: null, handedOverAt: null });
      // The sweep takes up what was forgotten; this was not.
      await shop.query(`UPDATE driver_delivery SET "updatedAt" = now() - interval '1 hour'`);
      await shop.server.app.get(DispatchSweepService).sweep();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await orderIn(id, 'NOT_READY');

      expect(await mayBeMarkedReady(delivery.id)).toBe(true);
      const before = Date.now();
      expect((await shop.admin.query(MARK, { id: delivery.id })).markDriverDeliveryReady.state).toBe(
        'HANDOVER',
      );
      const { delivery: pending } = await orderIn(id, 'PENDING');
      expect(Date.parse(pending.readyAt)).toBeGreaterThanOrEqual(before);
      const [row] = await shop.query(`SELECT pickup FROM driver_dispatch.deliveries WHERE id = $1`, [
        pending.engineDeliveryId,
      ]);
      expect(row.pickup.readyAt).toBe(pending.readyAt);
      expect(await mayBeMarkedReady(delivery.id)).toBe(false);
      await expect(shop.admin.query(MARK, { id: delivery.id })).rejects.toThrow(/ready already/);
    });

    it("is a fulfillment of the plugin's handler, which the pick-up ships", async () => {
      strategy = new FulfillmentReadinessStrategy();
      const { id } = await buy();
      const { delivery } = await orderIn(id, 'NOT_READY');
      expect(await mayBeMarkedReady(delivery.id)).toBe(false);
      await expect(shop.admin.query(MARK, { id: delivery.id })).rejects.toThrow(/in another way/);
      expect(await fulfil(id)).toMatchObject({
        ...{ method: 'Driver delivery', trackingCode: delivery.trackingCode },
      });
      const { delivery: pending } = await orderIn(id, 'PENDING');
      // Those who waited longer have had their drivers.
      const others = await shop.query(
        `SELECT id FROM driver_delivery WHERE state = 'PENDING' AND "orderId" <> $1`,
        [id.replace('T_', '')],
      );
      for (const other of others) {
        await shop.admin.query(CANCEL, { id: `T_${other.id}` });
      }
      const deliveryId = pending.engineDeliveryId;
      await eventually(
        () => shop.query(`SELECT id FROM driver_dispatch.deliveries WHERE state = 'PENDING'`),
        (waiting) => waiting.every(({ id: waits }) => waits === deliveryId),
      );
      await shop.drivers.setStatus({ driverId: 'ada', status: 'AVAILABLE', point: store });
      await eventually(
        () => shop.drivers.heartbeat('ada'),
        ({ task }) => task !== null,
      );
      const { task } = await shop.drivers.heartbeat('ada');
      expect(task!.deliveryId).toBe(deliveryId);
      await shop.drivers.pickUp({ deliveryId, driverId: 'ada' });
      const shipped = await orderFollowed(id, 'Shipped');
      expect(shipped.fulfillments).toEqual([{ state: 'Shipped', trackingCode: delivery.trackingCode }]);
    });

    it('an order that is called off before it is ready finds no driver', async () => {
      const { id } = await buy();
      const { delivery } = await orderIn(id, 'NOT_READY');
      await shop.admin.query(CANCEL, { id: delivery.id });
      await orderIn(id, 'CANCELLED');
      await fulfil(id);
      await orderIn(id, 'CANCELLED');
      strategy = new OnPaymentReadinessStrategy();
    });
  });
});
