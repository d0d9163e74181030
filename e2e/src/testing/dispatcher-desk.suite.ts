import { GraphqlClient } from '@driver-dispatch/dev-server';
import { DriverDeliveryStepEvent } from '@driver-dispatch/driver-integration-plugin';
import { EventBus, TransactionalConnection } from '@vendure/core';
import * as desk from './desk-documents';
import { eventually } from './eventually';
import type { MarketplaceUnderTest } from './marketplace-under-test';
import { BAKERY, errandTo, sellerOrdersOf, untilDeliveriesAre } from './orders';

/** What a dispatcher does by the Admin API: the same behaviour with either engine. */
export function dispatcherDesk(market: () => MarketplaceUnderTest): void {
  describe("at the dispatcher's desk", () => {
    const ask = (document: Parameters<MarketplaceUnderTest['admin']['query']>[0], variables?: any) =>
      market().admin.query(document, variables) as Promise<any>;
    const { point } = BAKERY.store;
    const far = { lat: point.lat + 2, lon: point.lon };

    async function waitingOrder() {
      const order = await market().shopper.buy(errandTo([BAKERY]));
      const [waiting] = await untilDeliveriesAre(market(), order, 'PENDING');
      return { order, ...(waiting.delivery as { id: string; engineDeliveryId: string }) };
    }

    it('drivers are made, found, changed, and taken off the road', async () => {
      const details = { name: 'Zoë', phone: '030', vehicle: 'van', plate: 'B-1' };
      const input = { id: 'desk-1', ...details };
      expect((await ask(desk.CREATE_DRIVER, { input })).createDriver).toEqual({
        ...details,
          driverId: 'desk-1',
          channels: [],
          servesEveryChannel: true,
          manageable: true,
          active: true,
          status: 'OFFLINE',
          point: null,
      });
      await expect(ask(desk.CREATE_DRIVER, { input })).rejects.toThrow(/There is a driver desk-1/);
      const { createDriver: other } = await ask(desk.CREATE_DRIVER, { input: { name: 'Yan' } });
      expect(other.driverId).toMatch(/^[0-9a-f-]{36}$/);

      const { updateDriver } = await ask(desk.UPDATE_DRIVER, {
        input: { id: 'desk-1', name: 'Zoe', channelIds: ['T_1'] },
      });
      expect(updateDriver).toMatchObject({
        name: 'Zoe', phone: '030', vehicle: 'van', channels: [{ code: '__default_channel__' }],
      });
      const found = async (filter: object, sort: object = { name: 'ASC' }) =>
        (await ask(desk.DRIVERS, { options: { filter, sort, take: 10 } })).drivers;
      expect(await found({ name: { contains: 'zo' } })).toMatchObject({
        totalItems: 1,
        items: [{ driverId: 'desk-1' }],
      });
      expect(
        (await found({ name: { in: ['Zoe', 'Yan'] }, active: { eq: true } }, { name: 'DESC' })).items,
      ).toMatchObject([{ name: 'Zoe' }, { name: 'Yan' }]);
      await expect(found({ manageable: { eq: true } })).rejects.toThrow(/can't be filtered/);

      expect((await ask(desk.SET_STATUS, { id: 'desk-1', status: 'AVAILABLE' })).setDriverStatus.status).toBe(
        'AVAILABLE',
      );
      const offline = { id: 'desk-1', status: 'OFFLINE' };
      expect((await ask(desk.SET_STATUS, offline)).setDriverStatus).toEqual({
        status: 'OFFLINE', holdSince: expect.any(String),
      });
      expect((await ask(desk.SET_STATUS, { ...offline, hold: false })).setDriverStatus.holdSince).toBeNull();
      await ask(desk.SET_STATUS, { id: 'desk-1', status: 'AVAILABLE' });
      const { deactivateDriver } = await ask(desk.DEACTIVATE, { id: 'desk-1' });
      expect(deactivateDriver).toEqual({ active: false, status: 'OFFLINE' });
      await expect(ask(desk.SET_STATUS, { id: 'desk-1', status: 'AVAILABLE' })).rejects.toThrow(
        /deactivated/,
      );
      expect((await ask(desk.REACTIVATE, { id: 'desk-1' })).reactivateDriver.active).toBe(true);
      const { driver } = await ask(desk.DRIVER, { id: 'desk-1' });
      expect(driver.statusHistory.map(({ reason }: { reason: string }) => reason)).toContain('operator');
      expect((await ask(desk.DRIVER, { id: 'nobody' })).driver).toBeNull();
      await expect(ask(desk.DEACTIVATE, { id: 'nobody' })).rejects.toThrow(/No Driver/);
    });

    it('a waiting order is assigned by hand, with the decision on record, and seen on the map', async () => {
      await market().driverAt('desk-far', far, 'Far Away');
      const { id, order } = await waitingOrder();
      await expect(ask(desk.ASSIGN, { id, driverId: 'desk-1' })).rejects.toThrow(/is OFFLINE/);
      await ask(desk.ASSIGN, { id, driverId: 'desk-far' });
      await untilDeliveriesAre(market(), order, 'ASSIGNED');

      // The engine notes that it has told Vendure once Vendure has answered.
      const { driverDelivery } = await eventually(
        () => ask(desk.DETAIL, { id }),
        ({ driverDelivery: seen }) => Boolean(seen.engine.timeline[1]?.acknowledgedAt),
      );
      expect(driverDelivery).toMatchObject({
        state: 'ASSIGNED', attempt: 1, readyAt: expect.any(String), expectedAt: expect.any(String),
        engine: {
          problem: null, state: 'ASSIGNED', sequence: 1,
          timeline: [
            { sequence: 0, type: 'delivery.accepted', actor: 'vendure' },
            { sequence: 1, type: 'delivery.assigned', acknowledgedAt: expect.any(String) },
          ],
          assignments: [
            {
              driverId: 'desk-far', driverName: 'Far Away', source: 'OPERATOR', operator: 'superadmin',
              considered: [{ driverId: 'desk-far', outcome: 'CHOSEN', reason: 'Chosen' }],
            },
          ],
        },
      });
      const { driverFleet } = await ask(desk.FLEET);
      expect(driverFleet.truncated).toBe(false);
      expect(driverFleet.drivers).toContainEqual(
        expect.objectContaining({ driverId: 'desk-far', status: 'BUSY', point: far }),
      );
      expect(driverFleet.deliveries).toContainEqual(
        expect.objectContaining({
          id, driverId: 'desk-far', dropoff: { city: 'Berlin', point: expect.anything() },
          pickup: expect.objectContaining({ point }),
        }),
      );
      const { dispatchMap } = await ask(desk.MAP);
      expect(dispatchMap.tiles).toBeNull();
      expect(dispatchMap.places).toContainEqual({ id: expect.any(String), name: BAKERY.store.name, point });
      expect((await ask(desk.DRIVER, { id: 'desk-far' })).driver.delivery).toEqual({ id });
      await expect(ask(desk.ASSIGN, { id, driverId: 'desk-1' })).rejects.toThrow(/does not wait/);
      await market().offTheRoad('desk-far');
    });

    it('a delivery is given to another driver until it is picked up; everybody is told', async () => {
      const steps: { id: string | null; step: string }[] = [];
      const subscription = market()
        .server.app.get(EventBus)
        .ofType(DriverDeliveryStepEvent)
        .subscribe(({ step, delivery }) =>
          steps.push({ id: delivery.engineDeliveryId, step: `${step} ${delivery.driverId}` }),
        );
      await market().driverAt('desk-before', point, 'Bea Before');
      const session = new GraphqlClient(`http://127.0.0.1:${market().port}/shop-api`);
      const order = await market().shopper.buy(errandTo([BAKERY]), session);
      const [{ delivery }] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      const { id } = delivery;
      await market().driverAt('desk-after', far, 'Alf After');
      expect((await ask(desk.DETAIL, { id })).driverDelivery).toMatchObject({
        mayBeReassigned: true, driverId: 'desk-before',
      });
      const choice = { id, driverId: 'desk-after', fromDriverId: 'desk-before' };
      await expect(ask(desk.REASSIGN, { ...choice, driverId: 'desk-1' })).rejects.toThrow(/is OFFLINE/);
      await expect(ask(desk.REASSIGN, { ...choice, fromDriverId: 'desk-1' })).rejects.toThrow(
        /another driver by now/,
      );
      await ask(desk.REASSIGN, choice);
      const { driverDelivery } = await eventually(
        () => ask(desk.DETAIL, { id }),
        (detail) => detail.driverDelivery.driverId === 'desk-after',
      );
      expect(driverDelivery).toMatchObject({
        state: 'ASSIGNED', driverName: 'Alf After', mayBeReassigned: true,
        engine: {
          assignments: [{ driverId: 'desk-before' }, { driverId: 'desk-after', operator: 'superadmin' }],
        },
      });
      // Repeated, as after an answer that got lost: it is this driver's already.
      await ask(desk.REASSIGN, choice);
      const { orderByCode } = await session.request<any>(
        `query ($code: String!) { orderByCode(code: $code) { deliveries { state driverName } } }`,
        { code: order.code },
      );
      expect(orderByCode.deliveries).toEqual([{ state: 'ASSIGNED', driverName: 'Alf' }]);
      const [{ history, delivery: told }] = await sellerOrdersOf(market(), order);
      expect(told.events.map(({ type }: { type: string }) => type)).toEqual([
        'delivery.assigned',
        'delivery.reassigned',
      ]);
      expect(history.items.at(-1).data).toEqual({
        state: 'ASSIGNED', event: 'delivery.reassigned', driverName: 'Alf After',
        previousDriverName: 'Bea Before', operator: 'superadmin',
      });
      subscription.unsubscribe();
      const own = steps.filter(({ id: engineId }) => engineId === delivery.engineDeliveryId);
      expect(own.map(({ step }) => step)).toEqual([
        'delivery.assigned desk-before',
        'delivery.reassigned desk-after',
      ]);
      expect((await market().drivers.heartbeat('desk-before')).task).toBeNull();

      await market().drivers.pickUp({ deliveryId: delivery.engineDeliveryId, driverId: 'desk-after' });
      await untilDeliveriesAre(market(), order, 'PICKED_UP');
      expect((await ask(desk.DETAIL, { id })).driverDelivery.mayBeReassigned).toBe(false);
      await expect(
        ask(desk.REASSIGN, { id, driverId: 'desk-before', fromDriverId: 'desk-after' }),
      ).rejects.toThrow(/PICKED_UP delivery is not moved/);
      await market().offTheRoad('desk-before', 'desk-after');
    });

    it('a failed delivery is sent out once more, as another one; while it goes on it is not', async () => {
      await market().driverAt('desk-two', point);
      const order = await market().shopper.buy(errandTo([BAKERY]));
      const [first] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      const { id } = first.delivery;
      await expect(ask(desk.REDISPATCH, { id })).rejects.toThrow(/goes on by itself/);
      await market().offTheRoad('desk-two');
      await untilDeliveriesAre(market(), order, 'FAILED');
      expect((await ask(desk.STUCK)).stuckDriverDeliveries.items).toContainEqual(
        expect.objectContaining({ id, state: 'FAILED', problem: 'other' }),
      );

      const { redispatchDriverDelivery: second } = await ask(desk.REDISPATCH, { id });
      expect(second).toMatchObject({ attempt: 2, state: 'SUBMITTING' });
      expect(second.id).not.toBe(id);
      await expect(ask(desk.REDISPATCH, { id })).rejects.toThrow(/sent out once more already/);
      await market().driverAt('desk-three', point);
      const [again] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      expect(again.delivery).toMatchObject({ id: second.id, driverId: 'desk-three' });
      // A submission key of its own: the engine has two deliveries of the same order.
      expect(again.delivery.engineDeliveryId).not.toBe(first.delivery.engineDeliveryId);
      const { rawConnection } = market().server.app.get(TransactionalConnection);
      const rows: { submissionKey: string }[] = await rawConnection.query(
        `SELECT "submissionKey" FROM driver_delivery
         WHERE "orderId" = (SELECT "orderId" FROM driver_delivery WHERE id = $1)`,
        [id.replace('T_', '')],
      );
      expect(new Set(rows.map(({ submissionKey }) => submissionKey)).size).toBe(2);
      expect((await ask(desk.DETAIL, { id })).driverDelivery.attempts).toEqual([
        { id, attempt: 1, state: 'FAILED' },
        { id: second.id, attempt: 2, state: 'ASSIGNED' },
      ]);
      await market().offTheRoad('desk-three');
    });

    it('a delivery is called off, its order is not; and it can be sent out once more', async () => {
      const { id, order } = await waitingOrder();
      expect((await ask(desk.REDISPATCH, { id })).redispatchDriverDelivery).toMatchObject({
        id, attempt: 1, state: 'PENDING',
      });
      await ask(desk.CANCEL, { id, reason: 'Fetched by the customer' });
      await untilDeliveriesAre(market(), order, 'CANCELLED');
      expect((await ask(desk.DETAIL, { id })).driverDelivery.cancelReason).toBe('Fetched by the customer');
      await expect(ask(desk.CANCEL, { id })).rejects.toThrow(/being cancelled|can't be cancelled/);
      const [{ state }] = await sellerOrdersOf(market(), order);
      expect(state).toBe('PaymentSettled');
      const { redispatchDriverDelivery } = await ask(desk.REDISPATCH, { id });
      expect(redispatchDriverDelivery.attempt).toBe(2);
      await untilDeliveriesAre(market(), order, 'PENDING');
      await ask(desk.CANCEL, { id: redispatchDriverDelivery.id });
      await untilDeliveriesAre(market(), order, 'CANCELLED');
    });

    it('goods that are on the road are not called back', async () => {
      await market().driverAt('desk-road', point);
      const order = await market().shopper.buy(errandTo([BAKERY]));
      const [{ delivery }] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      await market().drivers.pickUp({ deliveryId: delivery.engineDeliveryId, driverId: 'desk-road' });
      await untilDeliveriesAre(market(), order, 'PICKED_UP');
      await expect(ask(desk.CANCEL, { id: delivery.id })).rejects.toThrow(/PICKED_UP/);
      await market().offTheRoad('desk-road');
    });

    it('a dispatcher ends deliveries whose driver is silent, with outcome, reason and name', async () => {
      await market().driverAt('desk-silent', point);
      const order = await market().shopper.buy(errandTo([BAKERY]));
      const [{ delivery }] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      const { id, engineDeliveryId: deliveryId } = delivery;
      await market().drivers.pickUp({ deliveryId, driverId: 'desk-silent' });
      await untilDeliveriesAre(market(), order, 'PICKED_UP');
      await expect(ask(desk.END, { id, outcome: 'FAILED', reason: ' ' })).rejects.toThrow(/reason/);
      await ask(desk.END, { id, outcome: 'RETURNED_TO_STORE', reason: 'Phone is dead' });
      const [{ history }] = await untilDeliveriesAre(market(), order, 'FAILED');
      expect((await ask(desk.ENDED, { id })).driverDelivery).toEqual({
        state: 'FAILED', endedBy: 'superadmin', endReason: 'Phone is dead', proof: null,
        failureCode: 'returned_to_store', problem: 'Phone is dead',
      });
      expect(history.items.at(-1).data).toMatchObject({
        event: 'delivery.failed', operator: 'superadmin', note: 'Phone is dead',
      });
      await expect(ask(desk.END, { id, outcome: 'DELIVERED', reason: 'Late' })).rejects.toThrow(/FAILED/);
      await market().offTheRoad('desk-silent');
    });

    it('a waiting delivery is ended as delivered, as when the store has brought it', async () => {
      const { id, order } = await waitingOrder();
      await ask(desk.END, { id, outcome: 'DELIVERED', reason: 'Brought by the store' });
      await untilDeliveriesAre(market(), order, 'DELIVERED');
      expect((await ask(desk.ENDED, { id })).driverDelivery).toEqual({
        state: 'DELIVERED', endedBy: 'superadmin', endReason: 'Brought by the store',
        failureCode: null, problem: null, proof: { kind: 'dispatcher' },
      });
    });

    it('an event that the shop has refused is seen, and told again', async () => {
      const { id, order } = await waitingOrder();
      const { rawConnection } = market().server.app.get(TransactionalConnection);
      const rekey = (to: string) =>
        rawConnection.query(`UPDATE driver_delivery SET "submissionKey" = ${to} WHERE id = $1`, [
          id.replace('T_', ''),
        ]);
      // As if the shop had lost the delivery for a while.
      await rekey(`'lost-' || "submissionKey"`);
      await market().driverAt('desk-lost', point);
      const { items } = await eventually(
        async () => (await ask(desk.DEAD_LETTERS)).driverDeliveryDeadLetters,
        ({ totalItems }) => totalItems === 1,
      );
      expect(items).toMatchObject([
        {
          type: 'delivery.assigned',
          lastError: expect.stringMatching(/No delivery has the submission key/),
          delivery: null,
        },
      ]);
      const platform = await eventually(
        () => ask(desk.PLATFORM),
        ({ dispatchAlerts }) => dispatchAlerts.length > 0,
      );
      expect(platform).toMatchObject({
        dispatchWebhookEndpoint: { state: 'active', deadLetters: 1 },
        dispatchAlerts: [{ type: 'dead_letter.added' }],
      });
      await rekey('substr("submissionKey", 6)');
      expect((await ask(desk.DEAD_LETTERS)).driverDeliveryDeadLetters.items[0].delivery).toEqual({ id });
      expect((await ask(desk.REPLAY, {})).replayDriverDeliveryDeadLetters).toBe(1);
      await untilDeliveriesAre(market(), order, 'ASSIGNED');
      await market().offTheRoad('desk-lost');
      expect((await ask(desk.RESUME)).resumeDispatchWebhookEndpoint.state).toBe('active');
    });

    it('how dispatch does is told by state, with the engine beside it', async () => {
      const { driverDispatchStatus } = await eventually(
        () => ask(desk.STATUS),
        ({ driverDispatchStatus: seen }) => seen.engine.redis === 'up',
      );
      expect(driverDispatchStatus.engine).toMatchObject({ database: 'up', redis: 'up', problem: null });
      const states = Object.fromEntries(
        driverDispatchStatus.states.map(({ state, count }: any) => [state, count]),
      );
      expect(states).toMatchObject({ CANCELLED: 2, FAILED: expect.any(Number) });
    });
  });
}
