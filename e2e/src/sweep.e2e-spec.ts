import { DispatchError } from '@driver-dispatch/contract';
import { EngineHealthChangedEvent } from '@driver-dispatch/driver-integration-plugin';
import { EventBus, Logger } from '@vendure/core';
import { CANCEL_ORDER } from './testing/admin-documents';
import { eventually } from './testing/eventually';
import type { PlainShop } from './testing/plain-shop';
import type { ScriptedEngine } from './testing/scripted-engine';
import { leftBehindOrders } from './testing/sweep/left-behind-orders.suite';
import { missedOrders } from './testing/sweep/missed-orders.suite';
import { rowId, SweptShop } from './testing/sweep/swept-shop';

const STORE = { lat: 52.5243, lon: 13.3957 };

describe('a sweep', () => {
  let swept: SweptShop;
  let shop: PlainShop;
  let engine: ScriptedEngine;
  let sweep: SweptShop['sweep'];
  let show: SweptShop['show'];
  let untilState: SweptShop['untilState'];
  let buy: SweptShop['buy'];
  let deliveriesOf: SweptShop['deliveriesOf'];

  beforeAll(async () => {
    swept = await SweptShop.start();
    ({ shop, engine, sweep, show, untilState, buy, deliveriesOf } = swept);
    await shop.locateStore(STORE);
  });

  beforeEach(() => {
    jest.spyOn(Logger, 'warn').mockImplementation();
  });

  afterEach(() => {
    swept.forget();
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await shop?.stop();
  });

  it('hands an order over by itself once its store has got its coordinates', async () => {
    await shop.locateStore(undefined);
    const { id } = await buy();
    await untilState(id, 'NOT_LOCATED');
    const { delivery, history } = await eventually(
      () => show(id),
      (order) => order.history.items.length > 0,
    );
    expect(delivery.problem).toMatch(/no coordinates/);
    // It is the store that has no place.
    expect(delivery.mayBePlaced).toBe(false);
    expect(history.items).toHaveLength(1);
    await shop.locateStore(STORE);
    await shop.query(`UPDATE driver_delivery SET "updatedAt" = now() - interval '1 minute'`);
    expect(await sweep()).toMatchObject({ submissions: { takenUp: 1 } });
    expect((await untilState(id, 'PENDING')).delivery.problem).toBeNull();
    expect(engine.asked).toHaveLength(1);
  });

  missedOrders(() => swept);

  it("has the deliveries of a cancelled shopper's order cancelled, whose sellers' orders are not", async () => {
    const [whole, part] = [await buy(), await buy()];
    await untilState(whole.id, 'PENDING');
    await untilState(part.id, 'PENDING');
    await shop.query('DELETE FROM driver_delivery WHERE "orderId" = $1', [rowId(whole.id)]);
    await shop.query(`UPDATE "order" SET type = 'Aggregate', state = 'Cancelled' WHERE id = $1`, [
      rowId(whole.id),
    ]);
    await shop.query(`UPDATE "order" SET type = 'Seller', "aggregateOrderId" = $2 WHERE id = $1`, [
      ...[rowId(part.id), rowId(whole.id)],
    ]);
    engine.onCancelled = ({ data }) => engine.tell(data, 'delivery.cancelled');
    expect(await sweep()).toMatchObject({ missedOrders: { cancelled: 1 } });
    await untilState(part.id, 'CANCELLED');
    expect(await sweep()).toMatchObject({ missedOrders: { cancelled: 0 } });
  });

  it('does not repeat a cancellation that the engine has refused', async () => {
    const { id } = await buy();
    await untilState(id, 'PENDING');
    const { submissionKey } = engine.asked.at(-1)!;
    engine.known.set(submissionKey, { deliveryId: `d-${submissionKey}`, state: 'PENDING', sequence: 0 });
    engine.onCancelled = () => {
      throw new DispatchError('invalid_message', 'No');
    };
    const notes = async () =>
      (await show(id)).history.items.filter(({ data }: any) => /can't be cancelled/.test(data.note));
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
      { cancelAnsweredAt: expect.any(Date), cancelRefusal: expect.any(String) },
    ]);
    expect(await notes()).toHaveLength(1);
  });

  it('finds what it looks for by an index', async () => {
    const indexes = await shop.query(`SELECT indexdef FROM pg_indexes WHERE tablename = 'driver_delivery'`);
    const columns = indexes.map(({ indexdef }) => /\((.*)\)/.exec(indexdef)?.[1]);
    expect(columns).toEqual(expect.arrayContaining(['state, "updatedAt"', '"cancelRequestedAt"']));
  });

  leftBehindOrders(() => swept);

  it("tells when the engine's health turns, each time once", async () => {
    const events: EngineHealthChangedEvent[] = [];
    const subscription = shop.server.app
      .get(EventBus)
      .ofType(EngineHealthChangedEvent)
      .subscribe((event) => events.push(event));
    jest.spyOn(Logger, 'error').mockImplementation();
    const up = engine.onHealth();
    const degraded = { ...up, status: 'degraded' as const, warnings: ['dead_letter.added'] };
    const away = () => {
      throw new DispatchError('unreachable', 'No connection');
    };
    for (const answer of [() => up, () => degraded, () => degraded, away, away, () => up]) {
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
    expect(events[1]).toMatchObject({ report: undefined, problem: 'No connection' });
  });
});
