import { DispatchError } from '@driver-dispatch/contract';
import { Shopper, SELLERS } from '@driver-dispatch/dev-server';
import { DispatchSweepService, EngineHealthChangedEvent } from '@driver-dispatch/driver-integration-plugin';
import {
  EventBus,
  Logger,
  OrderService,
  TransactionalConnection,
  type Order,
  type RequestContext,
} from '@vendure/core';
import { gql } from 'graphql-tag';
import { CANCEL_ORDER } from './testing/admin-documents';
import { eventually } from './testing/eventually';
import { errandTo } from './testing/orders';
import { PlainShop } from './testing/plain-shop';
import { ScriptedEngine } from './testing/scripted-engine';

jest.setTimeout(60_000);

const ORDER = gql`
  query Order($id: ID!) {
    order(id: $id) {
      code
      state
      lines {
        id
        quantity
      }
      fulfillments {
        state
      }
      delivery {
        state
        problem
      }
      history(options: { filter: { type: { eq: "DRIVER_DELIVERY" } } }) {
        items {
          data
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
      }
    }
  }
`;

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

describe('a sweep', () => {
  const engine = new ScriptedEngine();
  let shop: PlainShop;
  /** Codes of the orders whose wish for a driver was asked about. */
  const asked: string[] = [];
  /** The channels they were asked about in. */
  const askedIn: string[] = [];
  let wanted = true;

  beforeAll(async () => {
    const isForDriver = (ctx: RequestContext, { code }: Order) => {
      asked.push(code);
      askedIn.push(String(ctx.channelId));
      return wanted;
    };
    shop = await PlainShop.start({ engine, transitionOrders: true, driverDelivery: { isForDriver } });
  }, 90_000);

  beforeEach(() => {
    wanted = true;
    asked.length = 0;
    askedIn.length = 0;
    jest.spyOn(Logger, 'warn').mockImplementation();
  });

  afterEach(() => {
    engine.forget();
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await shop?.stop();
  }, 30_000);

  const sweep = () => shop.server.app.get(DispatchSweepService).sweep();
  const show = async (id: string) => (await shop.admin.query(ORDER, { id })).order;
  const untilState = (id: string, state: string) =>
    eventually(
      () => show(id),
      ({ delivery }) => delivery?.state === state,
    );
  const buy = () => new Shopper(shop.shopApiUrl).buy({ ...errandTo(SELLERS), searches: ['Lamp'] });
  const rowId = (id: string) => id.replace('T_', '');
  const deliveriesOf = (id: string) =>
    shop.query('SELECT * FROM driver_delivery WHERE "orderId" = $1', [rowId(id)]);

  // First, while the shop's store has no coordinates.
  it('hands an order over by itself once its store has got its coordinates', async () => {
    const { id } = await buy();
    const { delivery, history } = await untilState(id, 'NOT_LOCATED');
    expect(delivery.problem).toMatch(/no coordinates/);
    expect(history.items).toHaveLength(1);
    await shop.locateStore({ lat: 52.5243, lon: 13.3957 });
    await shop.query(`UPDATE driver_delivery SET "updatedAt" = now() - interval '1 minute'`);
    expect(await sweep()).toMatchObject({ handover: { takenUp: 1 } });
    expect((await untilState(id, 'PENDING')).delivery.problem).toBeNull();
    expect(engine.asked).toHaveLength(1);
  });

  describe('for a paid order without a delivery', () => {
    /** As if the trigger had not been there. */
    async function missed(): Promise<string> {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      await shop.query('DELETE FROM driver_delivery WHERE "orderId" = $1', [rowId(id)]);
      engine.asked.length = 0;
      asked.length = 0;
      return id;
    }
    const set = (id: string, assignment: string) =>
      shop.query(`UPDATE "order" SET ${assignment} WHERE id = $1`, [rowId(id)]);

    it('creates it, once, however many sweep', async () => {
      const id = await missed();
      const error = jest.spyOn(Logger, 'error').mockImplementation();
      await Promise.all(Array.from({ length: 4 }, sweep));
      await untilState(id, 'PENDING');
      expect(await deliveriesOf(id)).toHaveLength(1);
      expect(engine.asked).toHaveLength(1);
      expect(error).not.toHaveBeenCalled();
      expect(await sweep()).toMatchObject({ missedOrders: { paid: 0 } });
    });

    it('asks once whether it wants a driver', async () => {
      const id = await missed();
      wanted = false;
      await sweep();
      await sweep();
      expect(asked).toEqual([(await show(id)).code]);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it('does not ask again whether it wants one, as another time, or another process, might say otherwise', async () => {
      wanted = false;
      const { id } = await buy();
      expect(asked).toHaveLength(1);
      wanted = true;
      expect(await sweep()).toMatchObject({ missedOrders: { paid: 0 } });
      expect(asked).toHaveLength(1);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it("asks in the channel of the order's seller", async () => {
      const { createChannel } = await shop.admin.query(CREATE_CHANNEL, {
        input: {
          ...{ code: 'seller', token: 'seller', defaultLanguageCode: 'en', pricesIncludeTax: false },
          ...{ defaultCurrencyCode: 'USD', defaultTaxZoneId: 'T_1', defaultShippingZoneId: 'T_1' },
        },
      });
      const channelId = rowId(createChannel.id);
      const id = await missed();
      askedIn.length = 0;
      await shop.query('INSERT INTO order_channels_channel ("orderId", "channelId") VALUES ($1, $2)', [
        ...[rowId(id), channelId],
      ]);
      await sweep();
      expect(askedIn).toEqual([channelId]);
      expect(await deliveriesOf(id)).toMatchObject([{ channelId: Number(channelId) }]);
    });

    it("leaves one alone that was placed before the plugin's first start", async () => {
      const id = await missed();
      const setting = `settings_store_entry WHERE key = 'driverDispatch.firstStart'`;
      const [{ value }] = await shop.query(`SELECT value FROM ${setting}`);
      expect(new Date(value.at).getTime()).toBeLessThan(Date.now());
      await shop.query(`DELETE FROM ${setting}`);
      for (let sweeps = 0; sweeps < 2; sweeps += 1) {
        expect(await sweep()).toMatchObject({ missedOrders: { paid: 0 } });
      }
      expect(asked).toEqual([]);
      await shop.query(`UPDATE settings_store_entry SET value = $1 WHERE key = 'driverDispatch.firstStart'`, [
        JSON.stringify(value),
      ]);
      expect(await sweep()).toMatchObject({ missedOrders: { paid: 1 } });
      await untilState(id, 'PENDING');
    });

    it.each([
      ['was placed too long ago', `"orderPlacedAt" = now() - interval '61 minutes'`],
      ['was split into those of its sellers', `type = 'Aggregate'`],
      ['is not paid', `state = 'PaymentAuthorized'`],
    ])('leaves one alone that %s', async (_, assignment) => {
      const id = await missed();
      await set(id, assignment);
      expect(await sweep()).toMatchObject({ missedOrders: { paid: 0, cancelled: 0 } });
      expect(asked).toEqual([]);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it('and for a cancelled one that goes on, has it cancelled', async () => {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      await set(id, `state = 'Cancelled'`);
      engine.onCancelled = (message) => engine.tell(message, 'delivery.cancelled');
      expect(await sweep()).toMatchObject({ missedOrders: { cancelled: 1 } });
      await untilState(id, 'CANCELLED');
      expect(await sweep()).toMatchObject({ missedOrders: { cancelled: 0 } });
    });
  });

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
    engine.onCancelled = (message) => engine.tell(message, 'delivery.cancelled');
    expect(await sweep()).toMatchObject({ missedOrders: { cancelled: 1 } });
    await untilState(part.id, 'CANCELLED');
    expect(await sweep()).toMatchObject({ missedOrders: { cancelled: 0 } });
  });

  it('does not repeat a cancellation that the engine has refused', async () => {
    const { id } = await buy();
    await untilState(id, 'PENDING');
    engine.known.set(rowId(id), { deliveryId: `d-${rowId(id)}`, state: 'PENDING', sequence: 0 });
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
      expect.objectContaining({ sellerOrderId: rowId(id) }),
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

  describe('for an order whose process died between the event and the order', () => {
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
      expect(await show(id)).toMatchObject({ state: 'Delivered', fulfillments: [{ state: 'Delivered' }] });
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
      expect(refused.fulfillments).toEqual([{ state: 'Pending' }]);
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
