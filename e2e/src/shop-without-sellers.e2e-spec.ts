import { Shopper, SELLERS } from '@driver-dispatch/dev-server';
import { defaultFulfillmentProcess, type FulfillmentProcess, type FulfillmentState } from '@vendure/core';
import { testConfig } from '@vendure/testing';
import { gql } from 'graphql-tag';
import { eventually } from './testing/eventually';
import { errandTo } from './testing/orders';
import { PlainShop } from './testing/plain-shop';

jest.setTimeout(60_000);

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
        problem
        engineDeliveryId
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
  const faulty: FulfillmentProcess<FulfillmentState> = {
    onTransitionEnd: () => {
      if (fault) {
        throw fault;
      }
    },
  };

  beforeAll(async () => {
    shop = await PlainShop.start(
      { transitionOrders: true },
      { shippingOptions: { ...testConfig.shippingOptions, process: [defaultFulfillmentProcess, faulty] } },
    );
  }, 90_000);

  afterAll(async () => {
    await shop?.stop();
  }, 30_000);

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
    expect(shipped.fulfillments).toEqual([{ state: 'Shipped', trackingCode: deliveryId }]);

    await shop.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '4711' } });
    const delivered = await orderFollowed(id, 'Delivered');
    expect(delivered.deliveries).toEqual([{ state: 'DELIVERED' }]);
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
  });
});
