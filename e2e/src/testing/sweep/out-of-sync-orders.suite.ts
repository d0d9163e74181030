import { Logger, OrderService, TransactionalConnection } from '@vendure/core';
import { gql } from 'graphql-tag';
import { eventually } from '../eventually';
import type { PlainShop } from '../plain-shop';
import { rowId, type SweptShop } from './swept-shop';

const FULFILL = gql`
  mutation Fulfill($input: FulfillOrderInput!) {
    addFulfillmentToOrder(input: $input) {
      ... on ErrorResult {
        errorCode
        message
      }
    }
  }
`;

/** Orders that did not follow their deliveries. */
export function outOfSyncOrders(swept: () => SweptShop): void {
  describe('for an order whose process died between the event and the order', () => {
    let shop: PlainShop;
    let sweep: SweptShop['sweep'];
    let show: SweptShop['show'];
    let untilState: SweptShop['untilState'];
    let buy: SweptShop['buy'];
    let deliveriesOf: SweptShop['deliveriesOf'];
    beforeAll(() => {
      ({ shop, sweep, show, untilState, buy, deliveriesOf } = swept());
    });

    const noteOf = ({ history }: any) => history.items.map(({ data }: any) => data.note).filter(Boolean);

    /** The delivery as an event has left it, a minute ago. */
    async function diedAt(id: string, state: string, followedState: string | null): Promise<void> {
      await shop.query(
        `UPDATE driver_delivery SET state = $2, sequence = 2, "followedState" = $3,
           "updatedAt" = now() - interval '1 minute' WHERE "orderId" = $1`,
        [rowId(id), state, followedState],
      );
    }
    async function bought(): Promise<string> {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      return id;
    }

    it('ships it and delivers it, once, however many sweep', async () => {
      const id = await bought();
      await diedAt(id, 'PICKED_UP', null);
      await Promise.all([sweep(), sweep()]);
      expect(await show(id)).toMatchObject({ state: 'Shipped', fulfillments: [{ state: 'Shipped' }] });
      await diedAt(id, 'DELIVERED', 'PICKED_UP');
      expect(await sweep()).toMatchObject({ fulfillment: { leftBehind: 1 } });
      const delivered = await show(id);
      expect(delivered).toMatchObject({ state: 'Delivered', fulfillments: [{ state: 'Delivered' }] });
      expect(noteOf(delivered)).toEqual([]);
      expect(await sweep()).toMatchObject({ fulfillment: { leftBehind: 0 } });
    });

    it('catches up with both steps at once', async () => {
      const id = await bought();
      await diedAt(id, 'DELIVERED', null);
      await sweep();
      const { state, fulfillments, delivery } = await show(id);
      expect(state).toBe('Delivered');
      // Shoppers are shown it, and whoever has it may follow the delivery.
      expect(fulfillments).toEqual([{ state: 'Delivered', trackingCode: delivery.trackingCode }]);
    });

    it('finds a fulfillment that was made already', async () => {
      const id = await bought();
      await diedAt(id, 'PICKED_UP', null);
      await sweep();
      await diedAt(id, 'PICKED_UP', null);
      expect(await sweep()).toMatchObject({ fulfillment: { leftBehind: 1 } });
      const shipped = await show(id);
      expect(shipped).toMatchObject({ state: 'Shipped', fulfillments: [{ state: 'Shipped' }] });
      expect(noteOf(shipped)).toEqual([]);
    });

    it('notes once that Vendure refuses, and leaves it to people then', async () => {
      const id = await bought();
      const { lines } = await show(id);
      await shop.admin.query(FULFILL, {
        input: {
          lines: lines.map((line: any) => ({ orderLineId: line.id, quantity: line.quantity })),
          handler: { code: 'manual-fulfillment', arguments: [{ name: 'method', value: 'By hand' }] },
        },
      });
      await diedAt(id, 'PICKED_UP', null);
      await sweep();
      expect(noteOf(await show(id))).toEqual([expect.stringMatching(/does not follow/)]);
      await diedAt(id, 'DELIVERED', 'PICKED_UP');
      await sweep();
      expect(await sweep()).toMatchObject({ fulfillment: { leftBehind: 0 } });
      const refused = await show(id);
      expect(noteOf(refused)).toHaveLength(1);
      expect(refused.fulfillments).toMatchObject([{ state: 'Pending' }]);
    });

    it('tries again after an error that passes', async () => {
      const id = await bought();
      jest.spyOn(Logger, 'error').mockImplementation();
      const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });
      jest.spyOn(shop.server.app.get(OrderService), 'createFulfillment').mockRejectedValueOnce(deadlock);
      await diedAt(id, 'PICKED_UP', null);
      expect(await sweep()).toMatchObject({ fulfillment: { leftBehind: 1 } });
      expect(await deliveriesOf(id)).toMatchObject([{ followedState: null }]);
      expect(await sweep()).toMatchObject({ fulfillment: { leftBehind: 1 } });
      const shipped = await show(id);
      expect(shipped).toMatchObject({ state: 'Shipped', fulfillments: [{ state: 'Shipped' }] });
      expect(noteOf(shipped)).toEqual([]);
    });

    it('waits for whoever holds the order, as to cancel it, without holding the delivery', async () => {
      const id = await bought();
      await diedAt(id, 'PICKED_UP', null);
      const { rawConnection } = shop.server.app.get(TransactionalConnection);
      const other = rawConnection.createQueryRunner();
      await other.startTransaction();
      await other.query('SELECT id FROM "order" WHERE id = $1 FOR UPDATE', [rowId(id)]);
      const swept = sweep();
      await eventually(
        () => shop.query(`SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'`),
        ({ length }) => length > 0,
      );
      await other.query('UPDATE driver_delivery SET "sweptAt" = now() WHERE "orderId" = $1', [rowId(id)]);
      await other.commitTransaction();
      await other.release();
      await swept;
      expect(await show(id)).toMatchObject({ state: 'Shipped', fulfillments: [{ state: 'Shipped' }] });
    });

    it('leaves one alone whose delivery has ended long ago', async () => {
      const id = await bought();
      await diedAt(id, 'DELIVERED', null);
      await shop.query(
        `UPDATE driver_delivery SET "updatedAt" = now() - interval '25 hours' WHERE "orderId" = $1`,
        [rowId(id)],
      );
      expect(await sweep()).toMatchObject({ fulfillment: { leftBehind: 0 } });
    });
  });
}
