import { Shopper, SELLERS } from '@driver-dispatch/dev-server';
import { Logger } from '@vendure/core';
import { gql } from 'graphql-tag';
import { DEAD_LETTERS } from './testing/desk-documents';
import { eventually } from './testing/eventually';
import { errandTo } from './testing/orders';
import { PlainShop } from './testing/plain-shop';

jest.setTimeout(90_000);

const UNMATCHED = gql`
  query Unmatched {
    unmatchedDriverDeliveries {
      totalItems
      items {
        engineDeliveryId
        submissionKey
        sellerOrderId
        orderCode
        state
        driverId
      }
    }
    dispatchAlerts {
      type
    }
  }
`;

const DELIVERY = gql`
  query Delivery($id: ID!) {
    order(id: $id) {
      code
      delivery {
        state
        sequence
        driverId
        engineDeliveryId
        proof {
          kind
        }
      }
    }
  }
`;

const STORE = { lat: 52.5243, lon: 13.3957 };

describe('a shop whose database was reset while the engine kept its deliveries', () => {
  let shop: PlainShop;

  beforeAll(async () => {
    shop = await PlainShop.start({});
    await shop.locateStore(STORE);
  }, 90_000);

  afterEach(() => jest.restoreAllMocks());

  afterAll(async () => {
    await shop?.stop();
  }, 30_000);

  const show = async (id: string) => (await shop.admin.query(DELIVERY, { id })).order;
  const buy = () => new Shopper(shop.shopApiUrl).buy({ ...errandTo(SELLERS), searches: ['Lamp'] });
  const until = (id: string, state: string) =>
    eventually(
      () => show(id),
      ({ delivery }) => delivery?.state === state,
    );

  it('gives the first order with a reused id a delivery of its own, and shows the old one', async () => {
    await shop.drivers.register({ driverId: 'ada', name: 'Ada', channels: [] });
    await shop.drivers.setStatus({ driverId: 'ada', status: 'AVAILABLE', point: STORE });
    const { id } = await buy();
    const before = await until(id, 'ASSIGNED');
    const { engineDeliveryId } = before.delivery;

    // Every order and delivery of the shop is gone, and its ids begin again.
    await shop.query('TRUNCATE "order" RESTART IDENTITY CASCADE');
    await shop.admin.asSuperAdmin();
    const again = await buy();
    expect(again.id).toBe(id);
    const fresh = await until(id, 'PENDING');
    expect(fresh.code).not.toBe(before.code);
    expect(fresh.delivery.engineDeliveryId).not.toBe(engineDeliveryId);

    // The driver of the old delivery finishes it: its events meet a shop that does not know it.
    const warn = jest.spyOn(Logger, 'warn').mockImplementation();
    await shop.drivers.pickUp({ deliveryId: engineDeliveryId, driverId: 'ada' });
    await shop.drivers.complete({
      ...{ deliveryId: engineDeliveryId, driverId: 'ada', endShift: true },
      proof: { kind: 'code', code: '1' },
    });
    const { items } = await eventually(
      async () => (await shop.admin.query(DEAD_LETTERS)).driverDeliveryDeadLetters,
      ({ totalItems }) => totalItems > 0,
    );
    expect(items[0]).toMatchObject({
      ...{ type: 'delivery.picked_up', delivery: null },
      lastError: expect.stringMatching(/No delivery has the submission key/),
    });
    const [line] = warn.mock.calls
      .map(([text]) => text)
      .filter((text) => /unknown submission key/.test(text));
    expect(line).toContain(before.code);
    expect(line).toContain(fresh.code);
    expect((await show(id)).delivery).toEqual({
      ...fresh.delivery,
      driverId: null,
      proof: null,
      sequence: 0,
    });

    expect(await shop.reconcile()).toMatchObject({
      disagreeing: [{ kind: 'unknown_to_vendure', orderCode: before.code }],
    });
    const { unmatchedDriverDeliveries, dispatchAlerts } = await shop.admin.query(UNMATCHED);
    expect(unmatchedDriverDeliveries).toMatchObject({
      totalItems: 1,
      items: [
        {
          ...{ engineDeliveryId, orderCode: before.code, state: 'DELIVERED', driverId: 'ada' },
          sellerOrderId: id.replace('T_', ''),
        },
      ],
    });
    expect(dispatchAlerts.map(({ type }: { type: string }) => type)).toContain('unmatched_delivery.added');
  });
});
