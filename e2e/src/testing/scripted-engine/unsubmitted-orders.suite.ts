import { Logger } from '@vendure/core';
import { createChannel } from '../administrators';
import { rowId, type ScriptedShop } from './scripted-shop';

/** Paid orders without a delivery, and cancelled orders with an active delivery. */
export function unsubmittedOrders(world: () => ScriptedShop): void {
  describe('unsubmitted orders', () => {
    let { shop, engine, sweep, show, untilState, buy, deliveriesOf, checkedOrders, checkedInChannels } =
      {} as ScriptedShop;
    beforeAll(() => {
      ({ shop, engine, sweep, show, untilState, buy, deliveriesOf, checkedOrders, checkedInChannels } =
        world());
    });

    /** Returns a paid order whose delivery was deleted, as if no delivery had been created on payment. */
    async function unsubmittedOrder(): Promise<string> {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      await shop.query('DELETE FROM driver_delivery WHERE "orderId" = $1', [rowId(id)]);
      engine.submitted.length = 0;
      checkedOrders.length = 0;
      return id;
    }
    const set = (id: string, assignment: string) =>
      shop.query(`UPDATE "order" SET ${assignment} WHERE id = $1`, [rowId(id)]);

    it('get one delivery from concurrent sweeps', async () => {
      const id = await unsubmittedOrder();
      const error = jest.spyOn(Logger, 'error').mockImplementation();
      await Promise.all(Array.from({ length: 4 }, sweep));
      await untilState(id, 'PENDING');
      expect(await deliveriesOf(id)).toHaveLength(1);
      expect(engine.submitted).toHaveLength(1);
      expect(error).not.toHaveBeenCalled();
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 0 } });
    });

    it('are checked by `isForDriver` once', async () => {
      const id = await unsubmittedOrder();
      world().needsDriver = false;
      await sweep();
      await sweep();
      expect(checkedOrders).toEqual([(await show(id)).code]);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it('are not checked again after a negative result of `isForDriver`', async () => {
      world().needsDriver = false;
      const { id } = await buy();
      expect(checkedOrders).toHaveLength(1);
      world().needsDriver = true;
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 0 } });
      expect(checkedOrders).toHaveLength(1);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it("are checked in the channel of the order's seller", async () => {
      const channelId = rowId((await createChannel(shop.admin, 'seller')).id);
      const id = await unsubmittedOrder();
      checkedInChannels.length = 0;
      await shop.query('INSERT INTO order_channels_channel ("orderId", "channelId") VALUES ($1, $2)', [
        rowId(id),
        channelId,
      ]);
      await sweep();
      expect(checkedInChannels).toEqual([channelId]);
      expect(await deliveriesOf(id)).toMatchObject([{ channelId: Number(channelId) }]);
    });

    it("are ignored if they were placed before the plugin's first start", async () => {
      const id = await unsubmittedOrder();
      const setting = `settings_store_entry WHERE key = 'driverDispatch.firstStart'`;
      const [{ value }] = await shop.query(`SELECT value FROM ${setting}`);
      expect(new Date(value.at).getTime()).toBeLessThan(Date.now());
      await shop.query(`DELETE FROM ${setting}`);
      for (let sweeps = 0; sweeps < 2; sweeps += 1) {
        expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 0 } });
      }
      expect(checkedOrders).toEqual([]);
      await shop.query(`UPDATE settings_store_entry SET value = $1 WHERE key = 'driverDispatch.firstStart'`, [
        JSON.stringify(value),
      ]);
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 1 } });
      await untilState(id, 'PENDING');
    });

    it.each([
      ['were placed too long ago', `"orderPlacedAt" = "orderPlacedAt" - interval '61 minutes'`],
      ['were split into seller orders', `type = 'Aggregate'`],
      ['are not paid', `state = 'PaymentAuthorized'`],
    ])('are ignored if they %s', async (_, assignment) => {
      const id = await unsubmittedOrder();
      await set(id, assignment);
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 0, cancelled: 0 } });
      expect(checkedOrders).toEqual([]);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it('that are cancelled get their delivery cancelled', async () => {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      await set(id, `state = 'Cancelled'`);
      engine.onCancelled = ({ data }) => engine.sendEvent(data, 'delivery.cancelled');
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { cancelled: 1 } });
      await untilState(id, 'CANCELLED');
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { cancelled: 0 } });
    });
  });
}
