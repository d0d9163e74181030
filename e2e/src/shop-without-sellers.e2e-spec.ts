import { Shopper, SELLERS } from '@driver-dispatch/dev-server';
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
    }
  }
`;

const STOCK_LOCATIONS = gql`
  query {
    stockLocations {
      items {
        id
      }
    }
  }
`;

const LOCATE = gql`
  mutation Locate($input: UpdateStockLocationInput!) {
    updateStockLocation(input: $input) {
      id
    }
  }
`;

describe('a shop without sellers whose orders follow their deliveries', () => {
  const store = { lat: 52.5243, lon: 13.3957 };
  let shop: PlainShop;

  beforeAll(async () => {
    shop = await PlainShop.start({ transitionOrders: true });
  }, 90_000);

  afterAll(async () => {
    await shop?.stop();
  }, 30_000);

  const buy = () => {
    const errand = { ...errandTo(SELLERS), searches: ['Lamp'] };
    return new Shopper(shop.shopApiUrl).buy(errand);
  };
  const orderIn = (id: string, deliveryState: string) =>
    eventually(
      async () => (await shop.admin.query(ORDER, { id })).order,
      ({ delivery }) => delivery?.state === deliveryState,
    );

  it('shows that the store is not located, and goes on once it is', async () => {
    const { id } = await buy();
    const parked = await orderIn(id, 'NOT_LOCATED');
    expect(parked.delivery.problem).toMatch(/no coordinates/);

    const { stockLocations } = await shop.admin.query(STOCK_LOCATIONS);
    await shop.admin.query(LOCATE, {
      input: {
        id: stockLocations.items[0].id,
        customFields: { storeLatitude: store.lat, storeLongitude: store.lon },
      },
    });
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
    const tasks = await Promise.all(['ada', 'bob'].map((driverId) => shop.drivers.heartbeat(driverId)));
    const { driverId } = tasks.find(({ task }) => task?.deliveryId === deliveryId)!;

    await shop.drivers.pickUp({ deliveryId, driverId });
    const shipped = await orderIn(id, 'PICKED_UP');
    expect(shipped.state).toBe('Shipped');
    expect(shipped.fulfillments).toEqual([{ state: 'Shipped', trackingCode: deliveryId }]);

    await shop.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '4711' } });
    const delivered = await orderIn(id, 'DELIVERED');
    expect(delivered.state).toBe('Delivered');
    expect(delivered.deliveries).toEqual([{ state: 'DELIVERED' }]);
  });
});
