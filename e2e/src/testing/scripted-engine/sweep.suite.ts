import { DispatchError } from '@driver-dispatch/contract';
import { EngineHealthChangedEvent } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { EventBus, Logger } from '@vendure/core';
import { CANCEL_ORDER } from '../documents';
import { STORE } from '../plain-shop';
import { outOfSyncOrders } from './out-of-sync-orders.suite';
import { unsubmittedOrders } from './unsubmitted-orders.suite';
import { rowId, type ScriptedShop } from './scripted-shop';

/** The periodic sweep. */
export function sweeps(world: () => ScriptedShop): void {
  describe('sweep', () => {
    let { shop, engine, sweep, show, untilState, untilNoted, buy, deliveriesOf } = {} as ScriptedShop;
    beforeAll(() => {
      ({ shop, engine, sweep, show, untilState, untilNoted, buy, deliveriesOf } = world());
    });

    it('submits an order after its store got coordinates', async () => {
      await shop.locateStore(undefined);
      const { id } = await buy();
      const { delivery, history } = await untilNoted(id, 'NOT_LOCATED');
      expect(delivery.problem).toMatchObject({ code: 'STORE_NOT_LOCATED' });
      // The store has no coordinates, not the drop-off.
      expect(delivery.canSetDropoff).toBe(false);
      expect(history.items).toHaveLength(1);
      // Without Vendure's event: its subscriber would submit the delivery before the sweep does.
      await shop.query(
        `UPDATE stock_location SET "customFieldsStorelatitude" = $1, "customFieldsStorelongitude" = $2`,
        [STORE.lat, STORE.lon],
      );
      await shop.query(`UPDATE driver_delivery SET "updatedAt" = now() - interval '1 minute'`);
      expect(await sweep()).toMatchObject({ submissions: { claimed: 1 } });
      expect((await untilState(id, 'PENDING')).delivery.problem).toBeNull();
      expect(engine.submitted).toHaveLength(1);
    });

    unsubmittedOrders(world);

    it('cancels the deliveries of a cancelled aggregate order whose seller orders are not cancelled', async () => {
      const [aggregate, part] = [await buy(), await buy()];
      await untilState(aggregate.id, 'PENDING');
      await untilState(part.id, 'PENDING');
      await shop.query('DELETE FROM driver_delivery WHERE "orderId" = $1', [rowId(aggregate.id)]);
      await shop.query(`UPDATE "order" SET type = 'Aggregate', state = 'Cancelled' WHERE id = $1`, [
        rowId(aggregate.id),
      ]);
      await shop.query(`UPDATE "order" SET type = 'Seller', "aggregateOrderId" = $2 WHERE id = $1`, [
        rowId(part.id),
        rowId(aggregate.id),
      ]);
      engine.onCancelled = ({ data }) => engine.sendEvent(data, 'delivery.cancelled');
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { cancelled: 1 } });
      await untilState(part.id, 'CANCELLED');
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { cancelled: 0 } });
    });

    it('does not repeat a cancellation that the engine has rejected', async () => {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      const { submissionKey } = engine.submitted.at(-1)!;
      engine.known.set(submissionKey, { deliveryId: `d-${submissionKey}`, state: 'PENDING', sequence: 0 });
      engine.onCancelled = () => {
        throw new DispatchError('invalid_message', 'No');
      };
      const notes = async () =>
        (await show(id)).history.items.filter(
          ({ data }: any) => data.problem?.code === 'CANCELLATION_REJECTED',
        );
      await shop.admin.query(CANCEL_ORDER, { id });
      await eventually(notes, ({ length }) => length === 1);
      await shop.query(
        `UPDATE driver_delivery SET "reconciledAt" = NULL, "createdAt" = now() - interval '1 hour'
         WHERE "orderId" = $1`,
        [rowId(id)],
      );
      await sweep();
      expect(engine.reconciled.flatMap(({ data }) => data.deliveries)).toContainEqual(
        expect.objectContaining({ submissionKey }),
      );
      expect(await deliveriesOf(id)).toMatchObject([
        {
          cancelAnsweredAt: expect.any(Date),
          cancelRefusal: expect.stringContaining('"code":"INVALID_MESSAGE"'),
        },
      ]);
      expect(await notes()).toHaveLength(1);
    });

    it('has indexes for its queries', async () => {
      const indexes = await shop.query(`SELECT indexdef FROM pg_indexes WHERE tablename = 'driver_delivery'`);
      const columns = indexes.map(({ indexdef }) => /\((.*)\)/.exec(indexdef)?.[1]);
      expect(columns).toEqual(expect.arrayContaining(['state, "updatedAt"', '"cancelRequestedAt"']));
    });

    outOfSyncOrders(world);

    it("publishes each change of the engine's health once", async () => {
      const events: EngineHealthChangedEvent[] = [];
      const subscription = shop.server.app
        .get(EventBus)
        .ofType(EngineHealthChangedEvent)
        .subscribe((event) => events.push(event));
      jest.spyOn(Logger, 'error').mockImplementation();
      const up = engine.onHealth();
      const degraded = { ...up, status: 'degraded' as const, warnings: ['dead_letter.added'] };
      const unreachable = () => {
        throw new DispatchError('unreachable', 'No connection');
      };
      for (const answer of [() => up, () => degraded, () => degraded, unreachable, unreachable, () => up]) {
        engine.onHealth = answer;
        await sweep();
      }
      await eventually(
        () => events.length,
        (count) => count >= 3,
      );
      subscription.unsubscribe();
      expect(events.map(({ previous, status }) => [previous, status])).toEqual([
        ['up', 'degraded'],
        ['degraded', 'down'],
        ['down', 'up'],
      ]);
      expect(events[0]).toMatchObject({ report: degraded, problem: undefined });
      expect(events[1]).toMatchObject({ report: undefined, problem: { code: 'ENGINE_UNAVAILABLE' } });
    });
  });
}
