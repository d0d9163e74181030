import { TransactionalConnection } from '@vendure/core';
import { eventually } from '@driver-dispatch/local-servers';
import { CHANNELS } from '../administrators';
import * as docs from '../documents';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, BOOKSHOP, guestOrderFrom, untilDeliveriesAre } from '../orders';
import { READ, AccessTestSetup } from './access-test-setup';
import { expectRejection } from '../rejection';

/** Operations of sellers' administrators on drivers and deliveries. */
export function sellerAdministrators(setup: () => AccessTestSetup): void {
  describe('seller administrators', () => {
    let marketplace: MarketplaceUnderTest;
    let ofBakery: string;
    let ofBookshop: string;
    let as: AccessTestSetup['as'];
    const pending = AccessTestSetup.usePendingOrder(setup);
    beforeAll(() => {
      ({ marketplace, as } = setup());
      ({ ofBakery, ofBookshop } = pending);
    });

    const DRIVER_RIGHTS = ['ReadDriver', 'CreateDriver', 'UpdateDriver', 'DeleteDriver'];
    const ALL = [...READ, 'WriteDriverDelivery', ...DRIVER_RIGHTS];
    const query = (document: Parameters<typeof marketplace.admin.query>[0], variables?: any) =>
      marketplace.admin.query(document, variables) as Promise<any>;
    const far = { lat: 10, lon: 10 };
    let backstubeId: string;

    /** Creates drivers of the bakery, of the bookshop, of both, and of the platform, far from all stores. */
    beforeAll(async () => {
      const { channels } = await query(CHANNELS);
      const getId = (channelCode: string) =>
        channels.items.find(({ code }: { code: string }) => code === channelCode).id;
      backstubeId = getId('backstube');
      const served = { bakers: ['backstube'], bookers: ['buchladen'], shared: ['backstube', 'buchladen'] };
      for (const [id, codes] of Object.entries({ ...served, platform: [] })) {
        const input = { driverId: id, name: `Driver ${id}`, channelIds: codes.map(getId) };
        await query(docs.CREATE_DRIVER, { input });
        await marketplace.drivers.setStatus({ driverId: id, status: 'AVAILABLE', point: far });
      }
    });

    const ids = (deliveries: { id: string }[]) => deliveries.map(({ id }) => id);
    const names = (drivers: { driverId: string }[]) => drivers.map(({ driverId }) => driverId).sort();

    it('see the drivers of the own channel, while the marketplace sees all drivers', async () => {
      expect(names((await query(docs.DRIVERS)).drivers.items)).toEqual(
        expect.arrayContaining(['bakers', 'bookers', 'platform', 'shared']),
      );
      await as('backstube', ALL, async () => {
        const { drivers } = await query(docs.DRIVERS, {
          // A filter that matches all drivers must not show drivers of other channels.
          options: {
            filterOperator: 'OR',
            filter: { name: { contains: 'Driver' }, active: { eq: true } },
          },
        });
        expect(drivers.totalItems).toBe(2);
        expect(drivers.items).toMatchObject([
          { driverId: 'bakers', manageable: true, channels: [{ code: 'backstube' }] },
          { driverId: 'shared', manageable: false, channels: [{ code: 'backstube' }] },
        ]);
        for (const id of ['bookers', 'platform']) {
          expect((await query(docs.DRIVER, { driverId: id })).driver).toBeNull();
        }
        const { driverFleet } = await query(docs.FLEET);
        expect(names(driverFleet.drivers)).toEqual(['bakers', 'shared']);
        expect(ids(driverFleet.deliveries)).toEqual([ofBakery]);
        const { places } = (await query(docs.MAP)).dispatchMap;
        expect(places.map(({ name }: { name: string }) => name)).toEqual([BAKERY.store.name]);
      });
    });

    it('create and update only drivers of the own channel', async () => {
      await as('backstube', ALL, async () => {
        const { createDriver } = await query(docs.CREATE_DRIVER, { input: { driverId: 'own', name: 'Own' } });
        expect(createDriver).toMatchObject({ manageable: true, channels: [{ code: 'backstube' }] });
        const rename = (id: string) =>
          query(docs.UPDATE_DRIVER, { input: { driverId: id, name: 'Renamed' } });
        expect((await rename('own')).updateDriver.name).toBe('Renamed');
        await expectRejection(rename('shared'), 'OTHER_CHANNELS');
        await expectRejection(query(docs.DEACTIVATE, { driverId: 'shared' }), 'OTHER_CHANNELS');
        await expectRejection(query(docs.INVITE, { driverId: 'shared' }), 'OTHER_CHANNELS');
        await expectRejection(query(docs.REVOKE_SESSIONS, { driverId: 'shared' }), 'OTHER_CHANNELS');
        const session = { driverId: 'shared', sessionId: '00000000-0000-4000-8000-000000000000' };
        await expectRejection(query(docs.REVOKE_SESSION, session), 'OTHER_CHANNELS');
        await expect(query(docs.SESSIONS, { driverId: 'shared' })).rejects.toThrow(/other channels/);
        const driverId = 'platform';
        await expect(rename(driverId)).rejects.toThrow(/No Driver/);
        await expect(query(docs.DEACTIVATE, { driverId })).rejects.toThrow(/No Driver/);
        await expect(query(docs.SET_STATUS, { driverId, status: 'OFFLINE' })).rejects.toThrow(/No Driver/);
        // Drivers who serve all channels can't be registered again.
        const input = { driverId, name: 'Mine' };
        await expectRejection(query(docs.CREATE_DRIVER, { input }), 'ALREADY_EXISTS');
        const setChannels = (channelIds: string[]) =>
          query(docs.UPDATE_DRIVER, { input: { driverId: 'own', channelIds } });
        await expectRejection(setChannels([]), 'OWN_CHANNEL_ONLY');
        await expectRejection(setChannels(['T_1']), 'OWN_CHANNEL_ONLY');
        await expectRejection(
          query(docs.CREATE_DRIVER, { input: { name: 'All', channelIds: [] } }),
          'OWN_CHANNEL_ONLY',
        );
        expect((await setChannels([backstubeId])).updateDriver.channels).toEqual([{ code: 'backstube' }]);
        expect((await query(docs.DEACTIVATE, { driverId: 'own' })).deactivateDriver.active).toBe(false);
      });
      expect((await query(docs.DRIVER, { driverId: 'platform' })).driver).toMatchObject({
        name: 'Driver platform',
        status: 'AVAILABLE',
        active: true,
      });
    });

    it('act on the own deliveries with the own drivers', async () => {
      await as('backstube', ALL, async () => {
        expect((await query(docs.DETAIL, { id: ofBakery })).driverDelivery.engine.state).toBe('PENDING');
        await expect(query(docs.ASSIGN, { id: ofBakery, driverId: 'platform' })).rejects.toThrow(/No Driver/);
        await expect(
          query(docs.REASSIGN, { id: ofBakery, driverId: 'platform', fromDriverId: 'shared' }),
        ).rejects.toThrow(/No Driver/);
        const { redispatchDriverDelivery } = await query(docs.REDISPATCH, { id: ofBakery });
        expect(redispatchDriverDelivery.state).toBe('PENDING');
        const { driverDispatchStatus } = await query(docs.STATUS);
        expect(driverDispatchStatus.states).toContainEqual(
          expect.objectContaining({ state: 'PENDING', count: 1 }),
        );
      });
      // The engine rejects a driver who does not serve the channel.
      await expectRejection(query(docs.ASSIGN, { id: ofBakery, driverId: 'bookers' }), 'DRIVER_UNAVAILABLE');
    });

    it("do not see the location of a driver with another seller's delivery", async () => {
      const located = ({ driverId }: { driverId: string }) => driverId === 'shared';
      const seenIn = (channel: string) =>
        as(channel, ALL, async () => ({
          one: (await query(docs.DRIVER, { driverId: 'shared' })).driver.point,
          listed: (await query(docs.DRIVERS)).drivers.items.find(located).point,
          onMap: (await query(docs.FLEET)).driverFleet.drivers.find(located).point,
        }));
      const order = await marketplace.shopper.buy(guestOrderFrom([BOOKSHOP]));
      const [{ delivery }] = await untilDeliveriesAre(marketplace, order, 'PENDING');
      await marketplace.drivers.setStatus({ driverId: 'shared', status: 'AVAILABLE', point: far });
      await query(docs.ASSIGN, { id: delivery.id, driverId: 'shared' });
      await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(await seenIn('backstube')).toEqual({ one: null, listed: null, onMap: null });
      expect(await seenIn('buchladen')).toEqual({ one: far, listed: far, onMap: far });
      await query(docs.CANCEL, { id: delivery.id });
      await untilDeliveriesAre(marketplace, order, 'CANCELLED');
    });

    it("do not see the location where a driver ended another seller's delivery", async () => {
      const pointIn = (channel: string) =>
        as(channel, ALL, async () => (await query(docs.DRIVER, { driverId: 'shared' })).driver.point);
      const report = (point: typeof far) =>
        marketplace.drivers.reportLocation({
          driverId: 'shared',
          point,
          recordedAt: new Date().toISOString(),
        });
      await marketplace.drivers.setStatus({ driverId: 'shared', status: 'AVAILABLE', point: far });
      await report(far);
      await eventually(
        () => pointIn('backstube'),
        (point) => point !== null,
      );
      const order = await marketplace.shopper.buy(guestOrderFrom([BOOKSHOP]));
      const [{ delivery }] = await untilDeliveriesAre(marketplace, order, 'PENDING');
      await query(docs.ASSIGN, { id: delivery.id, driverId: 'shared' });
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const deliveryId = assigned.delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId: 'shared' });
      const dropoff = { lat: 10.0512, lon: 10.0534 };
      await marketplace.drivers.complete({
        deliveryId,
        driverId: 'shared',
        point: dropoff,
        proof: { kind: 'in_person', receivedBy: 'Grace' },
      });
      // Before and after the shop has applied the engine's event.
      expect(await pointIn('backstube')).toBeNull();
      await untilDeliveriesAre(marketplace, order, 'DELIVERED');
      expect(await pointIn('backstube')).toBeNull();
      expect((await query(docs.DRIVER, { driverId: 'shared' })).driver.point).toEqual(dropoff);
      const later = { lat: 10.0012, lon: 10.0034 };
      await report(later);
      expect(
        await eventually(
          () => pointIn('backstube'),
          (point) => point !== null,
        ),
      ).toEqual(later);
    });

    it('can neither filter nor sort by locationAt', async () => {
      const locationAt = { after: '2026-01-01T00:00:00.000Z' };
      const queries = [
        { filter: { locationAt } },
        { filter: { _or: [{ name: { eq: 'x' } }, { locationAt: { isNull: true } }] } },
        { sort: { locationAt: 'ASC' } },
      ];
      for (const options of queries) {
        await query(docs.DRIVERS, { options });
      }
      await as('backstube', ALL, async () => {
        for (const options of queries) {
          await expect(query(docs.DRIVERS, { options })).rejects.toThrow(/by locationAt/);
        }
      });
    });

    it('replay no dead letters without a choice', async () => {
      await as('backstube', ALL, () =>
        expect(query(docs.REPLAY, {})).rejects.toThrow(/from the default channel/),
      );
    });

    it('read drivers and deliveries each with its own permission', async () => {
      const expectForbidden = (document: Parameters<typeof query>[0], variables?: object) =>
        expect(query(document, variables)).rejects.toThrow(/not currently authorized/);
      await as('backstube', READ, async () => {
        await expectForbidden(docs.DRIVERS);
        await expectForbidden(docs.DRIVER, { driverId: 'bakers' });
        await expectForbidden(docs.FLEET);
      });
      await as('backstube', ['ReadDriver'], async () => {
        await expectForbidden(docs.STATUS);
        await expectForbidden(docs.DEAD_LETTERS);
        await expectForbidden(docs.STUCK);
        expect((await query(docs.FLEET)).driverFleet.deliveries).toEqual([]);
      });
    });

    it('replay only the own dead letters', async () => {
      const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
      const getOrder = (id: string) => `id = ${id.replace('T_', '')}`;
      // Simulates a shop that has lost both deliveries.
      await rawConnection.query(`UPDATE driver_delivery SET "submissionKey" = 'lost-' || "submissionKey"`);
      for (const id of ['bakers', 'bookers']) {
        const { point } = (id === 'bakers' ? BAKERY : BOOKSHOP).store;
        await marketplace.drivers.setStatus({ driverId: id, status: 'AVAILABLE', point });
      }
      const letters = () => query(docs.DEAD_LETTERS).then((answer) => answer.driverDeliveryDeadLetters);
      const all = await eventually(letters, ({ totalItems }) => totalItems === 2);
      await rawConnection.query(`UPDATE driver_delivery SET "submissionKey" = substr("submissionKey", 6)`);
      await as('backstube', ALL, async () => {
        const own = await letters();
        expect(own).toMatchObject({ totalItems: 1, items: [{ delivery: { id: ofBakery } }] });
        const foreign = all.items.find(({ eventId }: any) => eventId !== own.items[0].eventId);
        await expect(query(docs.REPLAY, { eventId: foreign.eventId })).rejects.toThrow(/No dead letter/);
        const { eventId } = own.items[0];
        expect((await query(docs.REPLAY, { eventId })).replayDriverDeliveryDeadLetters).toBe(1);
        expect((await letters()).totalItems).toBe(0);
      });
      // A seller sees the name of the chosen driver, and only the distances of the other candidates.
      const candidateIds = async () => {
        const { driverDelivery } = await query(docs.DETAIL, { id: ofBakery });
        const [{ candidates }] = driverDelivery.engine.assignments;
        return candidates.map(({ driverId }: { driverId: string | null }) => driverId);
      };
      await as('backstube', ALL, async () => {
        const visible = await candidateIds();
        expect(visible.filter(Boolean)).toEqual(['bakers']);
      });
      expect(await candidateIds()).not.toContain(null);
      expect((await letters()).totalItems).toBe(1);
      expect((await query(docs.REPLAY, {})).replayDriverDeliveryDeadLetters).toBe(1);
      await eventually(
        () => rawConnection.query(`SELECT state FROM driver_delivery WHERE ${getOrder(ofBookshop)}`),
        ([{ state }]) => state === 'ASSIGNED',
      );
      await marketplace.endShifts('bakers', 'bookers', 'shared', 'platform');
    });
  });
}
