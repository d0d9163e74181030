import { Logger } from '@vendure/core';
import { gql } from 'graphql-tag';
import { eventually } from '@driver-dispatch/local-servers';
import { CANCEL_ORDER } from '../admin-documents';
import { CREATE_DRIVER, DEAD_LETTERS, DRIVER, DRIVERS, FLEET, UPDATE_DRIVER } from '../dispatcher-documents';
import { STORE, type PlainShop } from '../plain-shop';

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
      items {
        type
      }
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

const CREATE_CHANNEL = gql`
  mutation CreateChannel($input: CreateChannelInput!) {
    createChannel(input: $input) {
      ... on Channel {
        id
        token
      }
    }
  }
`;

/** Separation of new orders from deliveries that only the engine has. */
export function restoredShop(world: () => PlainShop): void {
  describe('reset database of the shop', () => {
    let shop: PlainShop;

    /** Starts without deliveries in shop and engine. */
    beforeAll(async () => {
      shop = world();
      await shop.query('TRUNCATE driver_dispatch.deliveries CASCADE');
      await deleteOrders();
    });

    afterEach(() => jest.restoreAllMocks());

    /** Deletes all orders and deliveries of the shop, and restarts their ids. */
    async function deleteOrders(): Promise<void> {
      await shop.query('TRUNCATE "order" RESTART IDENTITY CASCADE');
      await shop.admin.asSuperAdmin();
    }

    const show = async (id: string) => (await shop.admin.query(DELIVERY, { id })).order;
    const waitUntil = (id: string, state: string) =>
      eventually(
        () => show(id),
        ({ delivery }) => delivery?.state === state,
      );

    it('creates a new delivery for an order with a reused id, and lists the old one as unmatched', async () => {
      await shop.startShift('ada');
      const { id } = await shop.buy();
      const before = await waitUntil(id, 'ASSIGNED');
      const { engineDeliveryId } = before.delivery;

      await deleteOrders();
      const again = await shop.buy();
      expect(again.id).toBe(id);
      const fresh = await waitUntil(id, 'PENDING');
      expect(fresh.code).not.toBe(before.code);
      expect(fresh.delivery.engineDeliveryId).not.toBe(engineDeliveryId);

      // The driver completes the old delivery. The shop does not have it and rejects its events.
      const warn = jest.spyOn(Logger, 'warn').mockImplementation();
      await shop.drivers.pickUp({ deliveryId: engineDeliveryId, driverId: 'ada' });
      await shop.drivers.complete({
        deliveryId: engineDeliveryId,
        driverId: 'ada',
        endShift: true,
        proof: { kind: 'pin', pin: '1' },
      });
      const { items } = await eventually(
        async () => (await shop.admin.query(DEAD_LETTERS)).driverDeliveryDeadLetters,
        ({ totalItems }) => totalItems > 0,
      );
      expect(items[0]).toMatchObject({
        type: 'delivery.picked_up',
        delivery: null,
        lastError: { code: 'NOT_FOUND' },
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
        mismatches: [{ kind: 'unknown_to_vendure', orderCode: before.code }],
      });
      const { unmatchedDriverDeliveries, dispatchAlerts } = await shop.admin.query(UNMATCHED);
      expect(unmatchedDriverDeliveries).toMatchObject({
        totalItems: 1,
        items: [
          {
            engineDeliveryId,
            orderCode: before.code,
            state: 'DELIVERED',
            driverId: 'ada',
            sellerOrderId: id.replace('T_', ''),
          },
        ],
      });
      expect(dispatchAlerts.items).toContainEqual({ type: 'unmatched_delivery.added' });
      await shop.admin.query(CANCEL_ORDER, { id });
      await waitUntil(id, 'CANCELLED');
    });

    it('does not show drivers of a lost channel to a new one with the same id', async () => {
      const createChannel = async (code: string) => {
        const input = {
          code,
          token: `${code}-token`,
          defaultLanguageCode: 'en',
          currencyCode: 'USD',
          pricesIncludeTax: false,
          defaultShippingZoneId: 'T_1',
          defaultTaxZoneId: 'T_1',
        };
        return (await shop.admin.query(CREATE_CHANNEL, { input })).createChannel;
      };
      const lost = await createChannel('lost-seller');
      const input = { driverId: 'private', name: 'Private', channelIds: [lost.id] };
      await shop.admin.query(CREATE_DRIVER, { input });
      await shop.drivers.setStatus({ driverId: 'private', status: 'AVAILABLE', point: STORE });
      await shop.query(
        `UPDATE driver_dispatch.drivers SET channels_since = now() - interval '1 hour' WHERE id = 'private'`,
      );
      // Simulates a restore of the shop from a backup without the channel.
      const rowId = lost.id.replace('T_', '');
      await shop.query('DELETE FROM channel WHERE id = $1', [rowId]);
      await shop.query(`SELECT setval(pg_get_serial_sequence('channel', 'id'), $1, false)`, [rowId]);
      const fresh = await createChannel('new-seller');
      expect(fresh.id).toBe(lost.id);
      await shop.admin.asSuperAdmin();
      const getChannels = async () => (await shop.admin.query(DRIVER, { id: 'private' })).driver.channels;
      const seenByNew = async () => {
        shop.admin.setChannelToken(fresh.token);
        try {
          const { drivers } = await shop.admin.query(DRIVERS);
          const { driverFleet } = await shop.admin.query(FLEET);
          const { driver } = await shop.admin.query(DRIVER, { id: 'private' });
          return { total: drivers.totalItems, onMap: driverFleet.drivers.length, one: driver?.name ?? null };
        } finally {
          shop.admin.setChannelToken('');
        }
      };
      expect(await getChannels()).toEqual([]);
      expect(await seenByNew()).toEqual({ total: 0, onMap: 0, one: null });
      await shop.admin.query(UPDATE_DRIVER, { input: { driverId: 'private', channelIds: [fresh.id] } });
      expect(await getChannels()).toEqual([{ code: 'new-seller' }]);
      expect(await seenByNew()).toEqual({ total: 1, onMap: 1, one: 'Private' });
      await shop.endShift('private');
    });
  });
}
