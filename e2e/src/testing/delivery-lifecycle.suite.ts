import { newSubmissionKey } from '@driver-dispatch/contract';
import { DriverDeliveryStepEvent, EventApplierService } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { EventBus, Logger, TransactionalConnection } from '@vendure/core';
import { CANCEL_ORDER, ORDER, SET_DROPOFF } from './documents';
import { deliveryIdentity } from './delivery-identity';
import type { MarketplaceUnderTest } from './marketplace-under-test';
import { BAKERY, BOOKSHOP, guestOrderFrom, readSellerOrders, untilDeliveriesAre } from './orders';

/** Orders from cart to drop-off. */
export function deliveryLifecycle(market: () => MarketplaceUnderTest): void {
  describe('delivery of an order', () => {
    let marketplace: MarketplaceUnderTest;
    beforeAll(() => {
      marketplace = market();
    });

    const near = (seller: typeof BAKERY, north = 0) => ({
      lat: seller.store.point.lat + 0.001 + north,
      lon: seller.store.point.lon,
    });

    it('assigns each seller order the nearest driver to its store', async () => {
      await marketplace.startShift('baker', near(BAKERY));
      await marketplace.startShift('bookish', near(BOOKSHOP));
      await marketplace.startShift('far', near(BAKERY, 0.01));
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY, BOOKSHOP]));

      const orders = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(orders).toHaveLength(2);
      const byChannel = Object.fromEntries(
        orders.map(({ channels, delivery }) => [
          channels.find(({ code }: { code: string }) => code in { backstube: 1, buchladen: 1 }).code,
          delivery,
        ]),
      );
      expect(byChannel.backstube.driverId).toBe('baker');
      expect(byChannel.buchladen.driverId).toBe('bookish');
      expect(byChannel.backstube.distanceMetres).toBeGreaterThan(100);
      expect(byChannel.backstube.distanceMetres).toBeLessThan(125);
      const parent = (await marketplace.admin.query(ORDER, { id: order.id })).order;
      expect(parent.delivery).toBeNull();
      expect(parent.deliveries).toHaveLength(2);
      await marketplace.endShifts('baker', 'bookish', 'far');
    });

    it('records pickup and drop-off in the order without a change of its state', async () => {
      await marketplace.startShift('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const deliveryId = assigned.delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId: 'baker' });
      await untilDeliveriesAre(marketplace, order, 'PICKED_UP');
      const proof = { kind: 'in_person' as const, receivedBy: 'Mara' };
      await marketplace.drivers.complete({ deliveryId, driverId: 'baker', proof });

      await untilDeliveriesAre(marketplace, order, 'DELIVERED');
      // The note in the order's history follows the delivery's state.
      const [delivered] = await eventually(
        () => readSellerOrders(marketplace, order),
        ([{ history }]) => history.items.at(-1).data.event === 'delivery.delivered',
      );
      expect(delivered.state).toBe('PaymentSettled');
      expect(delivered.delivery.proof).toEqual({ ...proof, imageUrl: null });
      expect(delivered.delivery.timeline).toMatchObject([
        { sequence: 1, type: 'delivery.assigned' },
        { sequence: 2, type: 'delivery.picked_up' },
        { sequence: 3, type: 'delivery.delivered' },
      ]);
      expect(delivered.history.items.map(({ data }: any) => data.event)).toEqual([
        'delivery.assigned',
        'delivery.picked_up',
        'delivery.delivered',
      ]);
      await marketplace.endShifts('baker');
    });

    it('cancels the delivery with the order, and releases its driver', async () => {
      await marketplace.startShift('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      await marketplace.admin.query(CANCEL_ORDER, { id: assigned.id });
      await untilDeliveriesAre(marketplace, order, 'CANCELLED');
      await expect(marketplace.drivers.heartbeat('baker')).resolves.toMatchObject({
        status: 'AVAILABLE',
        task: null,
      });
      await marketplace.endShifts('baker');
    });

    it("adds a note to a cancelled order that its PICKED_UP delivery can't be cancelled", async () => {
      await marketplace.startShift('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY]));
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      await marketplace.drivers.pickUp({
        deliveryId: assigned.delivery.engineDeliveryId,
        driverId: 'baker',
      });
      await untilDeliveriesAre(marketplace, order, 'PICKED_UP');
      await marketplace.admin.query(CANCEL_ORDER, { id: assigned.id });
      const [cancelled] = await eventually(
        () => readSellerOrders(marketplace, order),
        ([{ history }]) =>
          history.items.some(({ data }: any) => data.problem?.code === 'CANCELLATION_REJECTED'),
      );
      expect(cancelled.state).toBe('Cancelled');
      expect(cancelled.delivery.state).toBe('PICKED_UP');
      await marketplace.endShifts('baker');
    });

    it('reports an order without coordinates, and dispatches it after the drop-off is set', async () => {
      await marketplace.startShift('baker', near(BAKERY));
      const guestOrder = guestOrderFrom([BAKERY]);
      const nowhere = { lat: null, lon: null } as unknown as typeof guestOrder.address.point;
      const order = await marketplace.shopper.buy({
        ...guestOrder,
        address: { ...guestOrder.address, point: nowhere },
      });
      const [notLocated] = await untilDeliveriesAre(marketplace, order, 'NOT_LOCATED');
      expect(notLocated.delivery.problem).toMatchObject({ code: 'ADDRESS_NOT_FOUND' });
      expect(notLocated.delivery.canSetDropoff).toBe(true);
      expect(notLocated.history.items).toHaveLength(1);

      await expect(
        marketplace.admin.query(SET_DROPOFF, { id: notLocated.delivery.id, point: { lat: 181, lon: 0 } }),
      ).rejects.toThrow(/lat/);
      await marketplace.admin.query(SET_DROPOFF, {
        id: notLocated.delivery.id,
        point: { lat: 52.52, lon: 13.4 },
      });
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(assigned.delivery.problem).toBeNull();
      expect(assigned.delivery.canSetDropoff).toBe(false);
      await marketplace.endShifts('baker');
    });

    it('applies the events of a delivery in sequence, independent of other events in the batch', async () => {
      await marketplace.startShift('baker', near(BAKERY));
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY]));
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
        id: `batch-${sequence}-${identity.submissionKey}`,
        type,
        timestamp: new Date().toISOString(),
        data: { deliveryId: assigned.delivery.engineDeliveryId, ...identity, sequence, ...data },
      });
      const pickedUp = event(2, 'delivery.picked_up', { state: 'PICKED_UP', driverId: 'baker' });
      const proof = { kind: 'pin' };
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
      const [after] = await readSellerOrders(marketplace, order);
      expect(after.delivery).toMatchObject({ state: 'DELIVERED', sequence: 3 });
      expect(after.history.items).toHaveLength(3);
      await eventually(
        () => steps,
        ({ length }) => length === 2,
      );
      expect(steps).toEqual(['delivery.picked_up PICKED_UP', 'delivery.delivered DELIVERED']);
      subscription.unsubscribe();
      jest.restoreAllMocks();
      await marketplace.endShifts('baker');
    });
  });
}
