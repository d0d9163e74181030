import { Logger } from '@vendure/core';
import { eventually } from '@driver-dispatch/local-servers';
import { createChannel } from '../administrators';
import * as docs from '../documents';
import { STORE, type PlainShop } from '../plain-shop';

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

    const waitUntil = (id: string, state: string) =>
      shop.untilDelivery(id, (delivery) => delivery.state === state);

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
        async () => (await shop.admin.query(docs.DEAD_LETTERS)).driverDeliveryDeadLetters,
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
      const { engineDeliveryId: ofFresh, state } = fresh.delivery;
      expect((await shop.order(id)).delivery).toMatchObject({
        engineDeliveryId: ofFresh,
        state,
        driverId: null,
        proof: null,
        sequence: 0,
      });

      expect(await shop.reconcile()).toMatchObject({
        mismatches: [{ kind: 'unknown_to_vendure', orderCode: before.code }],
      });
      const { unmatchedDriverDeliveries } = await shop.admin.query(docs.UNMATCHED);
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
      const { dispatchAlerts } = await shop.admin.query(docs.ALERTS);
      expect(dispatchAlerts.items).toContainEqual(
        expect.objectContaining({ type: 'unmatched_delivery.added' }),
      );
      await shop.admin.query(docs.CANCEL_ORDER, { id });
      await waitUntil(id, 'CANCELLED');
    });

    it('does not show drivers of a lost channel to a new one with the same id', async () => {
      const lost = await createChannel(shop.admin, 'lost-seller');
      const input = { driverId: 'private', name: 'Private', channelIds: [lost.id] };
      await shop.admin.query(docs.CREATE_DRIVER, { input });
      await shop.drivers.setStatus({ driverId: 'private', status: 'AVAILABLE', point: STORE });
      await shop.query(
        `UPDATE driver_dispatch.drivers SET channels_since = now() - interval '1 hour' WHERE id = 'private'`,
      );
      // Simulates a restore of the shop from a backup without the channel.
      const rowId = lost.id.replace('T_', '');
      await shop.query('DELETE FROM channel WHERE id = $1', [rowId]);
      await shop.query(`SELECT setval(pg_get_serial_sequence('channel', 'id'), $1, false)`, [rowId]);
      const fresh = await createChannel(shop.admin, 'new-seller');
      expect(fresh.id).toBe(lost.id);
      await shop.admin.asSuperAdmin();
      const getChannels = async () =>
        (await shop.admin.query(docs.DRIVER, { driverId: 'private' })).driver.channels;
      const seenByNew = async () => {
        shop.admin.setChannelToken(fresh.token);
        try {
          const { drivers } = await shop.admin.query(docs.DRIVERS);
          const { driverFleet } = await shop.admin.query(docs.FLEET);
          const { driver } = await shop.admin.query(docs.DRIVER, { driverId: 'private' });
          return { total: drivers.totalItems, onMap: driverFleet.drivers.length, one: driver?.name ?? null };
        } finally {
          shop.admin.setChannelToken('');
        }
      };
      expect(await getChannels()).toEqual([]);
      expect(await seenByNew()).toEqual({ total: 0, onMap: 0, one: null });
      await shop.admin.query(docs.UPDATE_DRIVER, { input: { driverId: 'private', channelIds: [fresh.id] } });
      expect(await getChannels()).toEqual([{ code: 'new-seller' }]);
      expect(await seenByNew()).toEqual({ total: 1, onMap: 1, one: 'Private' });
      await shop.endShift('private');
    });
  });
}
