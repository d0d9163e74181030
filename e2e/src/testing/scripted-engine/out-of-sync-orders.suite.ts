import { Logger, OrderService, TransactionalConnection } from '@vendure/core';
import { eventually } from '@driver-dispatch/local-servers';
import { rowId, type ScriptedShop } from './scripted-shop';

/** Orders out of sync with their deliveries. */
export function outOfSyncOrders(world: () => ScriptedShop): void {
  describe('orders out of sync', () => {
    let { shop, sweep, show, untilState, buy, deliveriesOf } = {} as ScriptedShop;
    beforeAll(() => {
      ({ shop, sweep, show, untilState, buy, deliveriesOf } = world());
    });

    const getProblems = ({ history }: any) =>
      history.items.map(({ data }: any) => data.problem?.code).filter(Boolean);

    /** Sets the delivery's state without an update of its order, as a process that ended a minute ago. */
    async function setDelivery(id: string, state: string, syncedState: string | null): Promise<void> {
      await shop.query(
        `UPDATE driver_delivery SET state = $2, sequence = 2, "syncedState" = $3,
           "updatedAt" = now() - interval '1 minute' WHERE "orderId" = $1`,
        [rowId(id), state, syncedState],
      );
    }
    async function pendingOrder(): Promise<string> {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      return id;
    }

    it('are set to Shipped and Delivered once by concurrent sweeps', async () => {
      const id = await pendingOrder();
      await setDelivery(id, 'PICKED_UP', null);
      await Promise.all([sweep(), sweep()]);
      expect(await show(id)).toMatchObject({ state: 'Shipped', fulfillments: [{ state: 'Shipped' }] });
      await setDelivery(id, 'DELIVERED', 'PICKED_UP');
      expect(await sweep()).toMatchObject({ fulfillment: { outOfSync: 1 } });
      const delivered = await show(id);
      expect(delivered).toMatchObject({ state: 'Delivered', fulfillments: [{ state: 'Delivered' }] });
      expect(getProblems(delivered)).toEqual([]);
      expect(await sweep()).toMatchObject({ fulfillment: { outOfSync: 0 } });
    });

    it('catch up with two steps at once', async () => {
      const id = await pendingOrder();
      await setDelivery(id, 'DELIVERED', null);
      await sweep();
      const { state, fulfillments, delivery } = await show(id);
      expect(state).toBe('Delivered');
      // Shoppers see the tracking code, with which the delivery can be tracked.
      expect(fulfillments).toEqual([{ state: 'Delivered', trackingCode: delivery.trackingCode }]);
    });

    it('use an existing fulfillment', async () => {
      const id = await pendingOrder();
      await setDelivery(id, 'PICKED_UP', null);
      await sweep();
      await setDelivery(id, 'PICKED_UP', null);
      expect(await sweep()).toMatchObject({ fulfillment: { outOfSync: 1 } });
      const shipped = await show(id);
      expect(shipped).toMatchObject({ state: 'Shipped', fulfillments: [{ state: 'Shipped' }] });
      expect(getProblems(shipped)).toEqual([]);
    });

    it('get one note when Vendure rejects the change, and are not retried', async () => {
      const id = await pendingOrder();
      await shop.fulfill(id, 'manual-fulfillment', [{ name: 'method', value: 'Post' }]);
      await setDelivery(id, 'PICKED_UP', null);
      await sweep();
      expect(getProblems(await show(id))).toEqual(['ORDER_NOT_UPDATED']);
      await setDelivery(id, 'DELIVERED', 'PICKED_UP');
      await sweep();
      expect(await sweep()).toMatchObject({ fulfillment: { outOfSync: 0 } });
      const rejected = await show(id);
      expect(getProblems(rejected)).toHaveLength(1);
      expect(rejected.fulfillments).toMatchObject([{ state: 'Pending' }]);
    });

    it('are retried after a transient error', async () => {
      const id = await pendingOrder();
      jest.spyOn(Logger, 'error').mockImplementation();
      const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });
      jest.spyOn(shop.server.app.get(OrderService), 'createFulfillment').mockRejectedValueOnce(deadlock);
      await setDelivery(id, 'PICKED_UP', null);
      expect(await sweep()).toMatchObject({ fulfillment: { outOfSync: 1 } });
      expect(await deliveriesOf(id)).toMatchObject([{ syncedState: null }]);
      expect(await sweep()).toMatchObject({ fulfillment: { outOfSync: 1 } });
      const shipped = await show(id);
      expect(shipped).toMatchObject({ state: 'Shipped', fulfillments: [{ state: 'Shipped' }] });
      expect(getProblems(shipped)).toEqual([]);
    });

    it('are locked without locking their deliveries', async () => {
      const id = await pendingOrder();
      await setDelivery(id, 'PICKED_UP', null);
      const { rawConnection } = shop.server.app.get(TransactionalConnection);
      const other = rawConnection.createQueryRunner();
      await other.startTransaction();
      await other.query('SELECT id FROM "order" WHERE id = $1 FOR UPDATE', [rowId(id)]);
      const running = sweep();
      await eventually(
        () => shop.query(`SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'`),
        ({ length }) => length > 0,
      );
      await other.query('UPDATE driver_delivery SET "sweptAt" = now() WHERE "orderId" = $1', [rowId(id)]);
      await other.commitTransaction();
      await other.release();
      await running;
      expect(await show(id)).toMatchObject({ state: 'Shipped', fulfillments: [{ state: 'Shipped' }] });
    });

    it('are ignored more than a day after the end of the delivery', async () => {
      const id = await pendingOrder();
      await setDelivery(id, 'DELIVERED', null);
      await shop.query(
        `UPDATE driver_delivery SET "updatedAt" = now() - interval '25 hours' WHERE "orderId" = $1`,
        [rowId(id)],
      );
      expect(await sweep()).toMatchObject({ fulfillment: { outOfSync: 0 } });
    });
  });
}
