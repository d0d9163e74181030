import { newSubmissionKey } from '@driver-dispatch/contract';
import {
  DriverDeliveryStepEvent,
  EventApplierService,
  SubmissionSweepService,
} from '@driver-dispatch/driver-integration-plugin';
import { EventBus, Logger, TransactionalConnection } from '@vendure/core';
import { CANCEL_ORDER, SELLER_ORDERS, SET_DROPOFF } from './admin-documents';
import { dispatcherDesk } from './dispatcher-desk.suite';
import { deliveryIdentity } from './delivery-identity';
import { eventually } from './eventually';
import { leaveNothing } from './leave-nothing';
import { MarketplaceUnderTest, type EngineMode } from './marketplace-under-test';
import { BAKERY, BOOKSHOP, errandTo, sellerOrdersOf, untilDeliveriesAre } from './orders';

/**
 * From cart to door: the same behaviour with either engine.
 *
 * @param further what is told of the same marketplace afterwards
 */
export function orderToDoor(
  mode: EngineMode,
  further: (market: () => MarketplaceUnderTest) => void = () => undefined,
): void {
  describe(`with the engine ${mode === 'service' ? 'as a service' : 'in the Vendure process'}`, () => {
    let marketplace: MarketplaceUnderTest;

    beforeAll(async () => {
      marketplace = await MarketplaceUnderTest.start(mode, { reassignment: true });
    });

    afterAll(async () => {
      await marketplace?.stop();
    });

    leaveNothing(() => marketplace);

    const near = (seller: typeof BAKERY, north = 0) => ({
      lat: seller.store.point.lat + 0.001 + north,
      lon: seller.store.point.lon,
    });
    const nameOf = (delivery: { driverId: string }) => delivery.driverId;

    dispatcherDesk(() => marketplace);

    it('gives each seller of a cart the driver nearest to its store, exactly one', async () => {
      await marketplace.driverAt('baker', near(BAKERY));
      await marketplace.driverAt('bookish', near(BOOKSHOP));
      await marketplace.driverAt('far', near(BAKERY, 0.01));
      const order = await marketplace.shopper.buy(errandTo([BAKERY, BOOKSHOP]));

      const orders = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(orders).toHaveLength(2);
      const byChannel = Object.fromEntries(
        orders.map(({ channels, delivery }) => [
          channels.find(({ code }: { code: string }) => code in { backstube: 1, buchladen: 1 }).code,
          delivery,
        ]),
      );
      expect(nameOf(byChannel.backstube)).toBe('baker');
      expect(nameOf(byChannel.buchladen)).toBe('bookish');
      expect(byChannel.backstube.distanceMetres).toBeGreaterThan(100);
      expect(byChannel.backstube.distanceMetres).toBeLessThan(125);
      const parent = (await marketplace.admin.query(SELLER_ORDERS, { id: order.id })).order;
      expect(parent.delivery).toBeNull();
      expect(parent.deliveries).toHaveLength(2);
      await marketplace.offTheRoad('baker', 'bookish', 'far');
    });

    it('brings pickup and drop-off back to the order, whose own state it leaves alone', async () => {
      await marketplace.driverAt('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(errandTo([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const deliveryId = assigned.delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId: 'baker' });
      await untilDeliveriesAre(marketplace, order, 'PICKED_UP');
      const proof = { kind: 'handover' as const, receivedBy: 'Mara' };
      await marketplace.drivers.complete({ deliveryId, driverId: 'baker', proof });

      await untilDeliveriesAre(marketplace, order, 'DELIVERED');
      // The note in the order's history follows the delivery's state.
      const [delivered] = await eventually(
        () => sellerOrdersOf(marketplace, order),
        ([{ history }]) => history.items.at(-1).data.event === 'delivery.delivered',
      );
      expect(delivered.state).toBe('PaymentSettled');
      expect(delivered.delivery.proof).toEqual({ ...proof, imageUrl: null });
      expect(delivered.delivery.events).toEqual([
        { sequence: 1, type: 'delivery.assigned' },
        { sequence: 2, type: 'delivery.picked_up' },
        { sequence: 3, type: 'delivery.delivered' },
      ]);
      expect(delivered.history.items.map(({ data }: any) => data.event)).toEqual([
        'delivery.assigned',
        'delivery.picked_up',
        'delivery.delivered',
      ]);
      await marketplace.offTheRoad('baker');
    });

    it('lets an order wait while nobody is in reach, and serves it as soon as somebody is', async () => {
      const order = await marketplace.shopper.buy(errandTo([BAKERY]));
      await untilDeliveriesAre(marketplace, order, 'PENDING');
      await marketplace.driverAt('baker', near(BAKERY));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(assigned.delivery.driverId).toBe('baker');
      await marketplace.offTheRoad('baker');
    });

    it('cancels the delivery with the order, and frees its driver', async () => {
      await marketplace.driverAt('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(errandTo([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      await marketplace.admin.query(CANCEL_ORDER, { id: assigned.id });
      await untilDeliveriesAre(marketplace, order, 'CANCELLED');
      await expect(marketplace.drivers.heartbeat('baker')).resolves.toMatchObject({
        status: 'AVAILABLE',
        task: null,
      });
      await marketplace.offTheRoad('baker');
    });

    it('notes in the order that goods which are on the road are not called back', async () => {
      await marketplace.driverAt('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(errandTo([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      await marketplace.drivers.pickUp({
        deliveryId: assigned.delivery.engineDeliveryId,
        driverId: 'baker',
      });
      await untilDeliveriesAre(marketplace, order, 'PICKED_UP');
      await marketplace.admin.query(CANCEL_ORDER, { id: assigned.id });
      const [cancelled] = await eventually(
        () => sellerOrdersOf(marketplace, order),
        ([{ history }]) => history.items.some(({ data }: any) => /can't be cancelled/.test(data.note)),
      );
      expect(cancelled.state).toBe('Cancelled');
      expect(cancelled.delivery.state).toBe('PICKED_UP');
      await marketplace.offTheRoad('baker');
    });

    it('shows an order that can not be located, and dispatches it once somebody sets the point', async () => {
      await marketplace.driverAt('baker', near(BAKERY));
      const errand = errandTo([BAKERY]);
      const nowhere = { lat: null, lon: null } as unknown as typeof errand.address.point;
      const order = await marketplace.shopper.buy({
        ...errand,
        address: { ...errand.address, point: nowhere },
      });
      const [parked] = await untilDeliveriesAre(marketplace, order, 'NOT_LOCATED');
      expect(parked.delivery.problem).toMatch(/no coordinates/);
      expect(parked.delivery.mayBePlaced).toBe(true);
      expect(parked.history.items).toHaveLength(1);

      await expect(
        marketplace.admin.query(SET_DROPOFF, { id: parked.delivery.id, point: { lat: 181, lon: 0 } }),
      ).rejects.toThrow(/lat/);
      await marketplace.admin.query(SET_DROPOFF, {
        id: parked.delivery.id,
        point: { lat: 52.52, lon: 13.4 },
      });
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(assigned.delivery.problem).toBeNull();
      expect(assigned.delivery.mayBePlaced).toBe(false);
      await marketplace.offTheRoad('baker');
    });

    it('applies an event once, refuses a gap, and refuses another event under the same sequence', async () => {
      await marketplace.driverAt('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(errandTo([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const events = marketplace.server.app.get(EventApplierService);
      const connection = marketplace.server.app.get(TransactionalConnection).rawConnection;
      const [first] = await connection.query(
        `SELECT e.* FROM driver_delivery_event e JOIN driver_delivery d ON d.id = e."deliveryId"
         WHERE d."engineDeliveryId" = $1`,
        [assigned.delivery.engineDeliveryId],
      );
      const event = {
        id: first.eventId,
        type: first.type,
        timestamp: first.at.toISOString(),
        data: JSON.parse(first.data),
      };
      const copies = await Promise.all(Array.from({ length: 10 }, () => events.receive([event])));
      expect(copies.flat().map(({ result }) => result)).toEqual(Array(10).fill('duplicate'));
      const another = { ...event, id: 'another' };
      const later = { ...event, id: 'later', data: { ...event.data, sequence: 3 } };
      expect(await events.receive([another, later, event])).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            id: 'another',
            error: expect.objectContaining({ code: 'idempotency_conflict' }),
          }),
          expect.objectContaining({ id: 'later', error: expect.objectContaining({ code: 'sequence_gap' }) }),
          { id: event.id, result: 'duplicate' },
        ]),
      );
      const [after] = await sellerOrdersOf(marketplace, order);
      expect(after.delivery.events).toHaveLength(1);
      expect(after.history.items).toHaveLength(1);
      await marketplace.offTheRoad('baker');
    });

    it('applies ten copies of an event that arrive at once a single time', async () => {
      await marketplace.driverAt('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(errandTo([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const connection = marketplace.server.app.get(TransactionalConnection).rawConnection;
      const [{ orderId }] = await connection.query(
        'SELECT "orderId" FROM driver_delivery WHERE "engineDeliveryId" = $1',
        [assigned.delivery.engineDeliveryId],
      );
      const event = {
        id: `copy-${orderId}`,
        type: 'delivery.picked_up' as const,
        timestamp: new Date().toISOString(),
        data: {
          deliveryId: assigned.delivery.engineDeliveryId,
          ...(await deliveryIdentity(marketplace.server.app, orderId)),
          sequence: 2,
          state: 'PICKED_UP' as const,
          driverId: 'baker',
        },
      };
      const events = marketplace.server.app.get(EventApplierService);
      const results = (await Promise.all(Array.from({ length: 10 }, () => events.receive([event])))).flat();
      expect(results.map(({ result }) => result).sort()).toEqual(['applied', ...Array(9).fill('duplicate')]);
      const [after] = await sellerOrdersOf(marketplace, order);
      expect(after.delivery).toMatchObject({ state: 'PICKED_UP', sequence: 2 });
      expect(after.history.items).toHaveLength(2);
      await marketplace.offTheRoad('baker');
    });

    it('applies a batch: events of one delivery in sequence, whatever else the batch has', async () => {
      await marketplace.driverAt('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(errandTo([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const connection = marketplace.server.app.get(TransactionalConnection).rawConnection;
      const [{ orderId }] = await connection.query(
        'SELECT "orderId" FROM driver_delivery WHERE "engineDeliveryId" = $1',
        [assigned.delivery.engineDeliveryId],
      );
      const identity = await deliveryIdentity(marketplace.server.app, orderId);
      const steps: string[] = [];
      const subscription = marketplace.server.app
        .get(EventBus)
        .ofType(DriverDeliveryStepEvent)
        .subscribe(({ step, delivery }) => steps.push(`${step} ${delivery.state}`));
      const event = (sequence: number, type: string, data: object) => ({
        id: `batch-${sequence}-${identity.submissionKey}`, type, timestamp: new Date().toISOString(),
        data: { deliveryId: assigned.delivery.engineDeliveryId, ...identity, sequence, ...data },
      });
      const pickedUp = event(2, 'delivery.picked_up', { state: 'PICKED_UP', driverId: 'baker' });
      const proof = { kind: 'code' };
      const delivered = event(3, 'delivery.delivered', { state: 'DELIVERED', driverId: 'baker', proof });
      const unknown = {
        ...pickedUp,
        id: 'unknown',
        data: { ...pickedUp.data, submissionKey: newSubmissionKey() },
      };
      const invalid = { id: 'invalid', type: 'delivery.teleported' };
      const gap = event(5, 'delivery.cancelled', { state: 'CANCELLED' });
      jest.spyOn(Logger, 'warn').mockImplementation();
      const batch = [unknown, pickedUp, invalid, gap, delivered, pickedUp];
      const results = await marketplace.server.app.get(EventApplierService).receive(batch);
      const outcomes = results.map((one) => [one.id, one.result === 'error' ? one.error.code : one.result]);
      expect(outcomes.sort()).toEqual(
        [
          ['invalid', 'invalid_message'],
          ['unknown', 'not_found'],
          [gap.id, 'sequence_gap'],
          [pickedUp.id, 'applied'],
          [pickedUp.id, 'duplicate'],
          [delivered.id, 'applied'],
        ].sort(),
      );
      const [after] = await sellerOrdersOf(marketplace, order);
      expect(after.delivery).toMatchObject({ state: 'DELIVERED', sequence: 3 });
      expect(after.history.items).toHaveLength(3);
      await eventually(
        () => steps,
        ({ length }) => length === 2,
      );
      expect(steps).toEqual(['delivery.picked_up PICKED_UP', 'delivery.delivered DELIVERED']);
      subscription.unsubscribe();
      jest.restoreAllMocks();
      await marketplace.offTheRoad('baker');
    });

    it('finds an order whose submission was lost with its process', async () => {
      const order = await marketplace.shopper.buy(errandTo([BOOKSHOP]));
      const [pending] = await untilDeliveriesAre(marketplace, order, 'PENDING');
      const connection = marketplace.server.app.get(TransactionalConnection).rawConnection;
      // As a crash between the commit of the order and its job leaves it.
      await connection.query(
        `UPDATE driver_delivery SET state = 'SUBMITTING', "submittedAt" = NULL, "engineDeliveryId" = NULL,
           "updatedAt" = now() - interval '5 minutes' WHERE "engineDeliveryId" = $1`,
        [pending.delivery.engineDeliveryId],
      );
      const { takenUp } = await marketplace.server.app.get(SubmissionSweepService).sweep();
      expect(takenUp).toBe(1);
      const [again] = await untilDeliveriesAre(marketplace, order, 'PENDING');
      expect(again.delivery.engineDeliveryId).toBe(pending.delivery.engineDeliveryId);
      await marketplace.admin.query(CANCEL_ORDER, { id: pending.id });
      await untilDeliveriesAre(marketplace, order, 'CANCELLED');
    });

    it('assigns on while Redis is gone, and after it is back', async () => {
      await marketplace.redis.kill();
      await marketplace.driverAt('bookish', near(BOOKSHOP));
      const during = await marketplace.shopper.buy(errandTo([BOOKSHOP]));
      const [assigned] = await untilDeliveriesAre(marketplace, during, 'ASSIGNED');
      expect(assigned.delivery.driverId).toBe('bookish');
      await marketplace.redis.restart();
      await marketplace.driverAt('second', near(BOOKSHOP, 0.002));
      const after = await marketplace.shopper.buy(errandTo([BOOKSHOP]));
      const [assignedAfter] = await untilDeliveriesAre(marketplace, after, 'ASSIGNED');
      expect(assignedAfter.delivery.driverId).toBe('second');
      await marketplace.offTheRoad('bookish', 'second');
    });

    further(() => marketplace);
  });
}
