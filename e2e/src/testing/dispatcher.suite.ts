import { GraphqlClient } from '@driver-dispatch/dev-server';
import { DriverDeliveryStepEvent } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { EventBus, TransactionalConnection } from '@vendure/core';
import * as docs from './documents';
import type { MarketplaceUnderTest } from './marketplace-under-test';
import { BAKERY, guestOrderFrom, readSellerOrders, untilDeliveriesAre } from './orders';
import { expectRejection } from './rejection';
import { signIn } from './sign-in';

/** Dispatcher operations in the Admin API, with both kinds of engine. */
export function dispatcher(market: () => MarketplaceUnderTest): void {
  describe('dispatcher', () => {
    const query = (document: Parameters<MarketplaceUnderTest['admin']['query']>[0], variables?: any) =>
      market().admin.query(document, variables) as Promise<any>;
    const { point } = BAKERY.store;
    const far = { lat: point.lat + 2, lon: point.lon };

    async function pendingOrder() {
      const order = await market().shopper.buy(guestOrderFrom([BAKERY]));
      const [pending] = await untilDeliveriesAre(market(), order, 'PENDING');
      return { order, ...(pending.delivery as { id: string; engineDeliveryId: string }) };
    }

    it('creates, finds, updates and deactivates drivers', async () => {
      const traits = { vehicle: 'VAN', plate: 'B-1', tags: ['cooling'], loadCapacityGrams: 90_000 };
      const details = { name: 'Zoë', phone: '030', ...traits };
      const input = { driverId: 'driver-1', ...details };
      expect((await query(docs.CREATE_DRIVER, { input })).createDriver).toMatchObject({
        ...details,
        driverId: 'driver-1',
        channels: [],
        servesEveryChannel: true,
        manageable: true,
        active: true,
        status: 'OFFLINE',
        point: null,
      });
      await expectRejection(query(docs.CREATE_DRIVER, { input }), 'ALREADY_EXISTS');
      const { createDriver: other } = await query(docs.CREATE_DRIVER, { input: { name: 'Yan' } });
      expect(other.driverId).toMatch(/^[0-9a-f-]{36}$/);

      const { updateDriver } = await query(docs.UPDATE_DRIVER, {
        input: {
          driverId: 'driver-1',
          name: 'Zoe',
          loadCapacityGrams: null,
          workingHours: [{ weekday: 'FRIDAY', from: '22:00', to: '02:00' }],
          channelIds: ['T_1'],
        },
      });
      expect(updateDriver).toMatchObject({
        name: 'Zoe',
        phone: '030',
        vehicle: 'VAN',
        tags: ['cooling'],
        loadCapacityGrams: null,
        workingHours: [{ weekday: 'FRIDAY', from: '22:00', to: '02:00' }],
        channels: [{ code: '__default_channel__' }],
      });
      const found = async (filter: object, sort: object = { name: 'ASC' }) =>
        (await query(docs.DRIVERS, { options: { filter, sort, take: 10 } })).drivers;
      expect(await found({ name: { contains: 'zo' } })).toMatchObject({
        totalItems: 1,
        items: [{ driverId: 'driver-1' }],
      });
      expect(
        (await found({ name: { in: ['Zoe', 'Yan'] }, active: { eq: true } }, { name: 'DESC' })).items,
      ).toMatchObject([{ name: 'Zoe' }, { name: 'Yan' }]);
      await expect(found({ manageable: { eq: true } })).rejects.toThrow(/can't be filtered/);

      const available = { driverId: 'driver-1', status: 'AVAILABLE' };
      expect((await query(docs.SET_STATUS, available)).setDriverStatus.status).toBe('AVAILABLE');
      const offline = { driverId: 'driver-1', status: 'OFFLINE' };
      expect((await query(docs.SET_STATUS, offline)).setDriverStatus).toMatchObject({
        status: 'OFFLINE',
        holdSince: expect.any(String),
      });
      const withoutHold = await query(docs.SET_STATUS, { ...offline, hold: false });
      expect(withoutHold.setDriverStatus.holdSince).toBeNull();
      await query(docs.SET_STATUS, { driverId: 'driver-1', status: 'AVAILABLE' });
      const { deactivateDriver } = await query(docs.DEACTIVATE, { driverId: 'driver-1' });
      expect(deactivateDriver).toMatchObject({ active: false, status: 'OFFLINE' });
      await expectRejection(
        query(docs.SET_STATUS, { driverId: 'driver-1', status: 'AVAILABLE' }),
        'DRIVER_INACTIVE',
      );
      expect((await query(docs.REACTIVATE, { driverId: 'driver-1' })).reactivateDriver.active).toBe(true);
      const { driver } = await query(docs.DRIVER, { driverId: 'driver-1' });
      expect(driver.statusHistory.map(({ reason }: { reason: string }) => reason)).toContain('operator');
      expect((await query(docs.DRIVER, { driverId: 'nobody' })).driver).toBeNull();
      await expect(query(docs.DEACTIVATE, { driverId: 'nobody' })).rejects.toThrow(/No Driver/);
    });

    it('invites a driver, lists the devices of the driver and signs them out', async () => {
      const driverId = 'driver-invited';
      await query(docs.CREATE_DRIVER, { input: { driverId, name: 'Ida Invited' } });
      const inviteTo = async (deviceName: string) => {
        const { createDriverInvitation } = await query(docs.INVITE, { driverId });
        const { invitation, link, expiresAt } = createDriverInvitation;
        expect(link).toBe(`${market().engineUrl}/driver/#invitation=${invitation}`);
        expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
        return (await signIn(market().engineUrl, invitation, deviceName)).session.sessionId;
      };
      const devices = async () =>
        (await query(docs.SESSIONS, { driverId })).driverSessions.map(
          ({ deviceName }: { deviceName: string }) => deviceName,
        );
      expect(await devices()).toEqual([]);
      const phone = await inviteTo('Phone');
      await inviteTo('Tablet');
      await inviteTo('Watch');
      expect((await devices()).sort()).toEqual(['Phone', 'Tablet', 'Watch']);
      const { revokeDriverSession } = await query(docs.REVOKE_SESSION, { driverId, sessionId: phone });
      expect(revokeDriverSession).toMatchObject({ driverId });
      expect((await devices()).sort()).toEqual(['Tablet', 'Watch']);
      const { revokeDriverSessions } = await query(docs.REVOKE_SESSIONS, { driverId });
      expect(revokeDriverSessions).toMatchObject({ driverId });
      expect(await devices()).toEqual([]);

      await query(docs.DEACTIVATE, { driverId });
      await expectRejection(query(docs.INVITE, { driverId }), 'DRIVER_INACTIVE');
      await expect(query(docs.INVITE, { driverId: 'nobody' })).rejects.toThrow(/No Driver/);
    });

    it('sets up a tracking app of a driver and revokes it', async () => {
      const driverId = 'driver-tracked';
      await query(docs.CREATE_DRIVER, { input: { driverId, name: 'Tara Tracked' } });
      const { createDriverTrackerSecret } = await query(docs.CREATE_TRACKER_SECRET, {
        driverId,
        label: 'Phone',
      });
      const { secretId, secret, url } = createDriverTrackerSecret;
      expect(url).toBe(`${market().engineUrl}/v1/track/${secret}`);
      expect((await query(docs.TRACKER_SECRETS, { driverId })).driverTrackerSecrets).toMatchObject([
        { secretId, label: 'Phone', lastUsedAt: null },
      ]);
      const { revokeDriverTrackerSecret } = await query(docs.REVOKE_TRACKER_SECRET, { driverId, secretId });
      expect(revokeDriverTrackerSecret).toMatchObject({ driverId });
      expect((await query(docs.TRACKER_SECRETS, { driverId })).driverTrackerSecrets).toEqual([]);
      await query(docs.DEACTIVATE, { driverId });
      await expectRejection(query(docs.CREATE_TRACKER_SECRET, { driverId }), 'DRIVER_INACTIVE');
    });

    it('assigns a pending order manually, records the decision and shows the delivery on the map', async () => {
      await market().startShift('driver-far', far, 'Far Away');
      const { id, order } = await pendingOrder();
      await expectRejection(query(docs.ASSIGN, { id, driverId: 'driver-1' }), 'DRIVER_UNAVAILABLE');
      await query(docs.ASSIGN, { id, driverId: 'driver-far' });
      await untilDeliveriesAre(market(), order, 'ASSIGNED');

      // The engine stores the acknowledgement after Vendure's answer.
      const { driverDelivery } = await eventually(
        () => query(docs.DETAIL, { id }),
        ({ driverDelivery: seen }) => Boolean(seen.engine.timeline[1]?.acknowledgedAt),
      );
      expect(driverDelivery).toMatchObject({
        state: 'ASSIGNED',
        redeliveryNumber: 1,
        readyAt: expect.any(String),
        eta: expect.any(String),
        engine: {
          problem: null,
          state: 'ASSIGNED',
          sequence: 1,
          timeline: [
            { sequence: 0, type: 'delivery.accepted', actor: 'vendure' },
            { sequence: 1, type: 'delivery.assigned', acknowledgedAt: expect.any(String) },
          ],
          assignments: [
            {
              driverId: 'driver-far',
              driverName: 'Far Away',
              source: 'OPERATOR',
              operator: 'superadmin',
              candidates: [{ driverId: 'driver-far', outcome: 'CHOSEN' }],
            },
          ],
        },
      });
      const { driverFleet } = await query(docs.FLEET);
      expect(driverFleet.truncated).toBe(false);
      expect(driverFleet.drivers).toContainEqual(
        expect.objectContaining({ driverId: 'driver-far', status: 'BUSY', point: far }),
      );
      expect(driverFleet.deliveries).toContainEqual(
        expect.objectContaining({
          id,
          driverId: 'driver-far',
          dropoff: expect.objectContaining({ city: 'Berlin', point: expect.anything() }),
          pickup: expect.objectContaining({ point }),
        }),
      );
      const { dispatchMap } = await query(docs.MAP);
      expect(dispatchMap.tiles).toBeNull();
      expect(dispatchMap.places).toContainEqual({ id: expect.any(String), name: BAKERY.store.name, point });
      expect((await query(docs.DRIVER, { driverId: 'driver-far' })).driver.delivery).toMatchObject({ id });
      await expectRejection(query(docs.ASSIGN, { id, driverId: 'driver-1' }), 'ILLEGAL_TRANSITION');
      await market().endShifts('driver-far');
    });

    it('reassigns a delivery until it is picked up, and publishes the change', async () => {
      const steps: { id: string | null; step: string }[] = [];
      const subscription = market()
        .server.app.get(EventBus)
        .ofType(DriverDeliveryStepEvent)
        .subscribe(({ step, delivery }) =>
          steps.push({ id: delivery.engineDeliveryId, step: `${step} ${delivery.driverId}` }),
        );
      await market().startShift('driver-before', point, 'Bea Before');
      const session = new GraphqlClient(`http://127.0.0.1:${market().port}/shop-api`);
      const order = await market().shopper.buy(guestOrderFrom([BAKERY]), session);
      const [{ delivery }] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      const { id } = delivery;
      await market().startShift('driver-after', far, 'Alf After');
      expect((await query(docs.DETAIL, { id })).driverDelivery).toMatchObject({
        canBeReassigned: true,
        driverId: 'driver-before',
      });
      const choice = { id, driverId: 'driver-after', fromDriverId: 'driver-before' };
      await expectRejection(query(docs.REASSIGN, { ...choice, driverId: 'driver-1' }), 'DRIVER_UNAVAILABLE');
      await expectRejection(query(docs.REASSIGN, { ...choice, fromDriverId: 'driver-1' }), 'DRIVER_CHANGED');
      await query(docs.REASSIGN, choice);
      const { driverDelivery } = await eventually(
        () => query(docs.DETAIL, { id }),
        (detail) => detail.driverDelivery.driverId === 'driver-after',
      );
      expect(driverDelivery).toMatchObject({
        state: 'ASSIGNED',
        driverName: 'Alf After',
        canBeReassigned: true,
        engine: {
          assignments: [{ driverId: 'driver-before' }, { driverId: 'driver-after', operator: 'superadmin' }],
        },
      });
      // Repeats the request, as after a lost response.
      await query(docs.REASSIGN, choice);
      const { orderByCode } = await session.request<any>(
        `query ($code: String!) { orderByCode(code: $code) { deliveries { state driverName } } }`,
        { code: order.code },
      );
      expect(orderByCode.deliveries).toEqual([{ state: 'ASSIGNED', driverName: 'Alf' }]);
      const [{ history, delivery: reassigned }] = await readSellerOrders(market(), order);
      expect(reassigned.timeline.map(({ type }: { type: string }) => type)).toEqual([
        'delivery.assigned',
        'delivery.reassigned',
      ]);
      expect(history.items.at(-1).data).toEqual({
        state: 'ASSIGNED',
        event: 'delivery.reassigned',
        driverName: 'Alf After',
        previousDriverName: 'Bea Before',
        operator: 'superadmin',
      });
      subscription.unsubscribe();
      const own = steps.filter(({ id: engineId }) => engineId === delivery.engineDeliveryId);
      expect(own.map(({ step }) => step)).toEqual([
        'delivery.assigned driver-before',
        'delivery.reassigned driver-after',
      ]);
      expect((await market().drivers.heartbeat('driver-before')).task).toBeNull();

      await market().drivers.pickUp({ deliveryId: delivery.engineDeliveryId, driverId: 'driver-after' });
      await untilDeliveriesAre(market(), order, 'PICKED_UP');
      expect((await query(docs.DETAIL, { id })).driverDelivery.canBeReassigned).toBe(false);
      await expectRejection(
        query(docs.REASSIGN, { id, driverId: 'driver-before', fromDriverId: 'driver-after' }),
        'ILLEGAL_TRANSITION',
      );
      await market().endShifts('driver-before', 'driver-after');
    });

    it('redispatches a failed delivery as a new one, and rejects it for an active delivery', async () => {
      await market().startShift('driver-two', point);
      const order = await market().shopper.buy(guestOrderFrom([BAKERY]));
      const [first] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      const { id } = first.delivery;
      await expectRejection(query(docs.REDISPATCH, { id }), 'ILLEGAL_TRANSITION');
      await market().endShifts('driver-two');
      await untilDeliveriesAre(market(), order, 'FAILED');
      expect((await query(docs.STUCK)).stuckDriverDeliveries.items).toContainEqual(
        expect.objectContaining({ id, state: 'FAILED', failureCode: 'other' }),
      );

      const { redispatchDriverDelivery: second } = await query(docs.REDISPATCH, { id });
      expect(second).toMatchObject({ redeliveryNumber: 2, state: 'SUBMITTING' });
      expect(second.id).not.toBe(id);
      await expectRejection(query(docs.REDISPATCH, { id }), 'ALREADY_REDISPATCHED');
      await market().startShift('driver-three', point);
      const [again] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      expect(again.delivery).toMatchObject({ id: second.id, driverId: 'driver-three' });
      // The submission keys differ: the engine has two deliveries of the same order.
      expect(again.delivery.engineDeliveryId).not.toBe(first.delivery.engineDeliveryId);
      const { rawConnection } = market().server.app.get(TransactionalConnection);
      const rows: { submissionKey: string }[] = await rawConnection.query(
        `SELECT "submissionKey" FROM driver_delivery
         WHERE "orderId" = (SELECT "orderId" FROM driver_delivery WHERE id = $1)`,
        [id.replace('T_', '')],
      );
      expect(new Set(rows.map(({ submissionKey }) => submissionKey)).size).toBe(2);
      expect((await query(docs.ORDER_DELIVERIES, { id })).driverDelivery.orderDeliveries).toEqual([
        { id, redeliveryNumber: 1, state: 'FAILED' },
        { id: second.id, redeliveryNumber: 2, state: 'ASSIGNED' },
      ]);
      await market().endShifts('driver-three');
    });

    it('cancels a delivery without its order, and redispatches it', async () => {
      const { id, order } = await pendingOrder();
      expect((await query(docs.REDISPATCH, { id })).redispatchDriverDelivery).toMatchObject({
        id,
        redeliveryNumber: 1,
        state: 'PENDING',
      });
      await query(docs.CANCEL, { id, reason: 'Fetched by the customer' });
      await untilDeliveriesAre(market(), order, 'CANCELLED');
      expect((await query(docs.DETAIL, { id })).driverDelivery.cancelReason).toBe('Fetched by the customer');
      await expectRejection(query(docs.CANCEL, { id }), 'CANCELLATION_PENDING');
      const [{ state }] = await readSellerOrders(market(), order);
      expect(state).toBe('PaymentSettled');
      const { redispatchDriverDelivery } = await query(docs.REDISPATCH, { id });
      expect(redispatchDriverDelivery.redeliveryNumber).toBe(2);
      await untilDeliveriesAre(market(), order, 'PENDING');
      await query(docs.CANCEL, { id: redispatchDriverDelivery.id });
      await untilDeliveriesAre(market(), order, 'CANCELLED');
    });

    it("ends a PICKED_UP delivery, which can't be cancelled, with outcome, reason and the dispatcher's name", async () => {
      await market().startShift('driver-silent', point);
      const order = await market().shopper.buy(guestOrderFrom([BAKERY]));
      const [{ delivery }] = await untilDeliveriesAre(market(), order, 'ASSIGNED');
      const { id, engineDeliveryId: deliveryId } = delivery;
      await market().drivers.pickUp({ deliveryId, driverId: 'driver-silent' });
      await untilDeliveriesAre(market(), order, 'PICKED_UP');
      await expectRejection(query(docs.CANCEL, { id }), 'ILLEGAL_TRANSITION');
      await query(docs.SEND_MESSAGE, { id, text: 'Where are you?' });
      await expect(query(docs.SEND_MESSAGE, { id, text: ' ' })).rejects.toThrow();
      const { messages } = (await query(docs.DETAIL, { id })).driverDelivery.engine;
      expect(messages).toMatchObject([
        { driverId: 'driver-silent', operator: 'superadmin', text: 'Where are you?', readAt: null },
      ]);
      await query(docs.MARK_MESSAGES_READ, { id, messageIds: [messages[0].messageId] });
      await expect(query(docs.END, { id, outcome: 'FAILED', reason: ' ' })).rejects.toThrow(/reason/);
      await query(docs.END, { id, outcome: 'RETURNED_TO_STORE', reason: 'Phone is dead' });
      const [{ history }] = await untilDeliveriesAre(market(), order, 'FAILED');
      expect((await query(docs.DELIVERY, { id })).driverDelivery).toMatchObject({
        state: 'FAILED',
        endedBy: 'superadmin',
        endReason: 'Phone is dead',
        proof: null,
        failureCode: 'returned_to_store',
        problem: null,
      });
      expect(history.items.at(-1).data).toMatchObject({
        event: 'delivery.failed',
        operator: 'superadmin',
        note: 'Phone is dead',
      });
      await expectRejection(
        query(docs.END, { id, outcome: 'DELIVERED', reason: 'Late' }),
        'ILLEGAL_TRANSITION',
      );
      await expectRejection(query(docs.SEND_MESSAGE, { id, text: 'Late' }), 'ILLEGAL_TRANSITION');
      await market().endShifts('driver-silent');
    });

    it('ends a pending delivery as delivered', async () => {
      const { id, order } = await pendingOrder();
      await query(docs.END, { id, outcome: 'DELIVERED', reason: 'Brought by the store' });
      await untilDeliveriesAre(market(), order, 'DELIVERED');
      expect((await query(docs.DELIVERY, { id })).driverDelivery).toMatchObject({
        state: 'DELIVERED',
        endedBy: 'superadmin',
        endReason: 'Brought by the store',
        failureCode: null,
        problem: null,
        proof: { kind: 'dispatcher' },
      });
    });

    it('counts the assignments and drop-offs since a time, and those on time', async () => {
      const since = new Date().toISOString();
      const readStatistics = async () => (await query(docs.STATISTICS, { since })).driverDispatchStatistics;
      expect(await readStatistics()).toEqual({ secondsToAssign: null, delivered: 0, deliveredOnTime: 0 });
      const { order, id } = await pendingOrder();
      await market().startShift('driver-timed', point);
      await untilDeliveriesAre(market(), order, 'ASSIGNED');
      await query(docs.END, { id, outcome: 'DELIVERED', reason: 'In time' });
      await untilDeliveriesAre(market(), order, 'DELIVERED');
      await market().endShifts('driver-timed');
      expect(await readStatistics()).toEqual({
        secondsToAssign: expect.any(Number),
        delivered: 1,
        deliveredOnTime: 1,
      });
      const { rawConnection } = market().server.app.get(TransactionalConnection);
      await rawConnection.query(
        `UPDATE driver_delivery SET "promisedAt" = $1, "createdAt" = now() - interval '2 days' WHERE id = $2`,
        [new Date(since), id.replace('T_', '')],
      );
      expect(await readStatistics()).toMatchObject({ delivered: 1, deliveredOnTime: 0 });
      const { states } = (await query(docs.STATUS, { endedSince: since })).driverDispatchStatus;
      expect(states).toContainEqual(expect.objectContaining({ state: 'DELIVERED', count: 1 }));
    });

    it('lists an event that the shop has rejected as a dead letter, and resends it', async () => {
      const { id, order } = await pendingOrder();
      const { rawConnection } = market().server.app.get(TransactionalConnection);
      const rekey = (to: string) =>
        rawConnection.query(`UPDATE driver_delivery SET "submissionKey" = ${to} WHERE id = $1`, [
          id.replace('T_', ''),
        ]);
      // Simulates a shop that has lost the delivery.
      await rekey(`'lost-' || "submissionKey"`);
      await market().startShift('driver-lost', point);
      const { items } = await eventually(
        async () => (await query(docs.DEAD_LETTERS)).driverDeliveryDeadLetters,
        ({ totalItems }) => totalItems === 1,
      );
      expect(items).toMatchObject([
        {
          type: 'delivery.assigned',
          lastError: { code: 'NOT_FOUND' },
          delivery: null,
        },
      ]);
      const { dispatchAlerts } = await eventually(
        () => query(docs.ALERTS),
        (alerts) => alerts.dispatchAlerts.totalItems > 0,
      );
      expect(dispatchAlerts).toMatchObject({ totalItems: 1, items: [{ type: 'dead_letter.added' }] });
      const { dispatchWebhookEndpoint } = await query(docs.WEBHOOK_ENDPOINT);
      expect(dispatchWebhookEndpoint).toMatchObject({ state: 'active', deadLetters: 1 });
      await rekey('substr("submissionKey", 6)');
      expect((await query(docs.DEAD_LETTERS)).driverDeliveryDeadLetters.items[0].delivery).toMatchObject({
        id,
      });
      expect((await query(docs.REPLAY, {})).replayDriverDeliveryDeadLetters).toBe(1);
      await untilDeliveriesAre(market(), order, 'ASSIGNED');
      await market().endShifts('driver-lost');
      expect((await query(docs.RESUME)).resumeDispatchWebhookEndpoint.state).toBe('active');
    });

    it('shows the number of deliveries by state and the health of the engine', async () => {
      const { driverDispatchStatus } = await eventually(
        () => query(docs.STATUS),
        ({ driverDispatchStatus: seen }) => seen.engine.redis === 'up',
      );
      expect(driverDispatchStatus.engine).toMatchObject({ database: 'up', redis: 'up', problem: null });
      const states = Object.fromEntries(
        driverDispatchStatus.states.map(({ state, count }: any) => [state, count]),
      );
      expect(states).toMatchObject({ CANCELLED: 2, FAILED: expect.any(Number) });
    });

    it('counts ended deliveries by the time of their end', async () => {
      const { rawConnection } = market().server.app.get(TransactionalConnection);
      const age = (column: string) =>
        rawConnection.query(
          `UPDATE driver_delivery SET "${column}" = "${column}" - interval '2 days' WHERE state = 'CANCELLED'`,
        );
      const endedSince = new Date(Date.now() - 24 * 60 * 60_000);
      const countCancelled = async () => {
        const { states } = (await query(docs.STATUS, { endedSince })).driverDispatchStatus;
        return states.find(({ state }: any) => state === 'CANCELLED')?.count;
      };
      await age('createdAt');
      expect(await countCancelled()).toBe(2);
      await age('updatedAt');
      expect(await countCancelled()).toBeUndefined();
    });
  });
}
