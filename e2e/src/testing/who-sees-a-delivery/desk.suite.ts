import { TransactionalConnection } from '@vendure/core';
import { CHANNELS } from '../administrators';
import * as desk from '../desk-documents';
import { eventually } from '../eventually';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, BOOKSHOP, errandTo, untilDeliveriesAre } from '../orders';
import { READ, SplitOrder } from './split-order';

/** What the administrators of sellers do with drivers and deliveries, and what they don't. */
export function desks(placed: () => SplitOrder): void {
  describe('at the desk', () => {
    let marketplace: MarketplaceUnderTest;
    let ofBakery: string;
    let ofBookshop: string;
    let as: SplitOrder['as'];
    const waiting = SplitOrder.useWaiting(placed);
    beforeAll(() => {
      ({ marketplace, as } = placed());
      ({ ofBakery, ofBookshop } = waiting);
    });

    const DRIVER_RIGHTS = ['ReadDriver', 'CreateDriver', 'UpdateDriver', 'DeleteDriver'];
    const ALL = [...READ, 'UpdateDriverDelivery', ...DRIVER_RIGHTS];
    const ask = (document: Parameters<typeof marketplace.admin.query>[0], variables?: any) =>
      marketplace.admin.query(document, variables) as Promise<any>;
    const far = { lat: 10, lon: 10 };
    let backstubeId: string;

    /** Drivers of the bakery, of the bookshop, of both, and of the platform; far from all stores. */
    beforeAll(async () => {
      const { channels } = await ask(CHANNELS);
      const idOf = (wanted: string) =>
        channels.items.find(({ code }: { code: string }) => code === wanted).id;
      backstubeId = idOf('backstube');
      const served = { bakers: ['backstube'], bookers: ['buchladen'], shared: ['backstube', 'buchladen'] };
      for (const [id, codes] of Object.entries({ ...served, platform: [] })) {
        const input = { id, name: `Driver ${id}`, channelIds: codes.map(idOf) };
        await ask(desk.CREATE_DRIVER, { input });
        await marketplace.drivers.setStatus({ driverId: id, status: 'AVAILABLE', point: far });
      }
    });

    const ids = (deliveries: { id: string }[]) => deliveries.map(({ id }) => id);
    const names = (drivers: { driverId: string }[]) => drivers.map(({ driverId }) => driverId).sort();

    it('the marketplace sees all drivers, a seller those who serve the own channel by name', async () => {
      expect(names((await ask(desk.DRIVERS)).drivers.items)).toEqual(
        expect.arrayContaining(['bakers', 'bookers', 'platform', 'shared']),
      );
      await as('backstube', ALL, async () => {
        const { drivers } = await ask(desk.DRIVERS, {
          // A condition that holds for everybody must not let anybody in.
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
          expect((await ask(desk.DRIVER, { id })).driver).toBeNull();
        }
        const { driverFleet } = await ask(desk.FLEET);
        expect(names(driverFleet.drivers)).toEqual(['bakers', 'shared']);
        expect(ids(driverFleet.deliveries)).toEqual([ofBakery]);
        const { places } = (await ask(desk.MAP)).dispatchMap;
        expect(places.map(({ name }: { name: string }) => name)).toEqual([BAKERY.store.name]);
      });
    });

    it('a seller makes and changes drivers of the own channel, and no others', async () => {
      await as('backstube', ALL, async () => {
        const { createDriver } = await ask(desk.CREATE_DRIVER, { input: { id: 'own', name: 'Own' } });
        expect(createDriver).toMatchObject({ manageable: true, channels: [{ code: 'backstube' }] });
        const rename = (id: string) => ask(desk.UPDATE_DRIVER, { input: { id, name: 'Renamed' } });
        expect((await rename('own')).updateDriver.name).toBe('Renamed');
        await expect(rename('shared')).rejects.toThrow(/other channels/);
        await expect(ask(desk.DEACTIVATE, { id: 'shared' })).rejects.toThrow(/other channels/);
        for (const id of ['bookers', 'platform']) {
          await expect(rename(id)).rejects.toThrow(/No Driver/);
          await expect(ask(desk.DEACTIVATE, { id })).rejects.toThrow(/No Driver/);
          await expect(ask(desk.SET_STATUS, { id, status: 'OFFLINE' })).rejects.toThrow(/No Driver/);
          // Nor by registering somebody else's driver anew.
          await expect(ask(desk.CREATE_DRIVER, { input: { id, name: 'Mine' } })).rejects.toThrow(/There is/);
        }
        const widen = (channelIds: string[]) => ask(desk.UPDATE_DRIVER, { input: { id: 'own', channelIds } });
        await expect(widen([])).rejects.toThrow(/this channel only/);
        await expect(widen(['T_1'])).rejects.toThrow(/this channel only/);
        await expect(ask(desk.CREATE_DRIVER, { input: { name: 'All', channelIds: [] } })).rejects.toThrow(
          /this channel only/,
        );
        expect((await widen([backstubeId])).updateDriver.channels).toEqual([{ code: 'backstube' }]);
        expect((await ask(desk.DEACTIVATE, { id: 'own' })).deactivateDriver.active).toBe(false);
      });
      expect((await ask(desk.DRIVER, { id: 'platform' })).driver).toMatchObject({
        name: 'Driver platform', status: 'AVAILABLE', active: true,
      });
    });

    it("a seller acts on the own deliveries, with the own drivers, and on no other's", async () => {
      await as('backstube', ALL, async () => {
        expect((await ask(desk.DETAIL, { id: ofBakery })).driverDelivery.engine.state).toBe('PENDING');
        expect((await ask(desk.DETAIL, { id: ofBookshop })).driverDelivery).toBeNull();
        for (const document of [desk.REDISPATCH, desk.CANCEL, desk.MARK_READY]) {
          await expect(ask(document, { id: ofBookshop })).rejects.toThrow(/No DriverDelivery/);
        }
        await expect(ask(desk.ASSIGN, { id: ofBookshop, driverId: 'bakers' })).rejects.toThrow(
          /No DriverDelivery/,
        );
        await expect(ask(desk.ASSIGN, { id: ofBakery, driverId: 'platform' })).rejects.toThrow(/No Driver/);
        const give = (id: string, driverId: string) =>
          ask(desk.REASSIGN, { id, driverId, fromDriverId: 'shared' });
        await expect(give(ofBookshop, 'bakers')).rejects.toThrow(/No DriverDelivery/);
        await expect(give(ofBakery, 'platform')).rejects.toThrow(/No Driver/);
        expect((await ask(desk.REDISPATCH, { id: ofBakery })).redispatchDriverDelivery.state).toBe('PENDING');
        const { driverDispatchStatus } = await ask(desk.STATUS);
        expect(driverDispatchStatus.states).toContainEqual(
          expect.objectContaining({ state: 'PENDING', count: 1 }),
        );
      });
      // Nor does the engine give a driver to a channel that the driver does not serve.
      await expect(ask(desk.ASSIGN, { id: ofBakery, driverId: 'bookers' })).rejects.toThrow(/does not serve/);
    });

    it("a seller does not see the location of a driver who has another seller's delivery", async () => {
      const located = ({ driverId }: { driverId: string }) => driverId === 'shared';
      const seenIn = (channel: string) =>
        as(channel, ALL, async () => ({
          one: (await ask(desk.DRIVER, { id: 'shared' })).driver.point,
          listed: (await ask(desk.DRIVERS)).drivers.items.find(located).point,
          onMap: (await ask(desk.FLEET)).driverFleet.drivers.find(located).point,
        }));
      const order = await marketplace.shopper.buy(errandTo([BOOKSHOP]));
      const [{ delivery }] = await untilDeliveriesAre(marketplace, order, 'PENDING');
      await marketplace.drivers.setStatus({ driverId: 'shared', status: 'AVAILABLE', point: far });
      await ask(desk.ASSIGN, { id: delivery.id, driverId: 'shared' });
      await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(await seenIn('backstube')).toEqual({ one: null, listed: null, onMap: null });
      expect(await seenIn('buchladen')).toEqual({ one: far, listed: far, onMap: far });
      await ask(desk.CANCEL, { id: delivery.id });
      await untilDeliveriesAre(marketplace, order, 'CANCELLED');
    });

    it("a seller does not see where a driver ended another seller's delivery", async () => {
      const pointIn = (channel: string) =>
        as(channel, ALL, async () => (await ask(desk.DRIVER, { id: 'shared' })).driver.point);
      const report = (point: typeof far) =>
        marketplace.drivers.reportLocation({
          driverId: 'shared', point,
          recordedAt: new Date().toISOString(),
        });
      await marketplace.drivers.setStatus({ driverId: 'shared', status: 'AVAILABLE', point: far });
      await report(far);
      await eventually(
        () => pointIn('backstube'),
        (point) => point !== null,
      );
      const order = await marketplace.shopper.buy(errandTo([BOOKSHOP]));
      const [{ delivery }] = await untilDeliveriesAre(marketplace, order, 'PENDING');
      await ask(desk.ASSIGN, { id: delivery.id, driverId: 'shared' });
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const deliveryId = assigned.delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId: 'shared' });
      const door = { lat: 10.0512, lon: 10.0534 };
      await marketplace.drivers.complete({
        deliveryId, driverId: 'shared', point: door,
        proof: { kind: 'handover', receivedBy: 'Grace' },
      });
      // Before and after the shop has applied the engine's event.
      expect(await pointIn('backstube')).toBeNull();
      await untilDeliveriesAre(marketplace, order, 'DELIVERED');
      expect(await pointIn('backstube')).toBeNull();
      expect((await ask(desk.DRIVER, { id: 'shared' })).driver.point).toEqual(door);
      const later = { lat: 10.0012, lon: 10.0034 };
      await report(later);
      expect(
        await eventually(
          () => pointIn('backstube'),
          (point) => point !== null,
        ),
      ).toEqual(later);
    });

    it('a seller can neither filter nor sort by when a location was measured', async () => {
      const locationAt = { after: '2026-01-01T00:00:00.000Z' };
      const queries = [
        { filter: { locationAt } },
        { filter: { _or: [{ name: { eq: 'x' } }, { locationAt: { isNull: true } }] } },
        { sort: { locationAt: 'ASC' } },
      ];
      for (const options of queries) {
        await ask(desk.DRIVERS, { options });
      }
      await as('backstube', ALL, async () => {
        for (const options of queries) {
          await expect(ask(desk.DRIVERS, { options })).rejects.toThrow(/by locationAt/);
        }
      });
    });

    it("the shop's endpoint and its alerts are the marketplace's", async () => {
      await as('backstube', ALL, async () => {
        await expect(ask(desk.PLATFORM)).rejects.toThrow(/not currently authorized/);
        await expect(ask(desk.RESUME)).rejects.toThrow(/not currently authorized/);
        await expect(ask(desk.REPLAY, {})).rejects.toThrow(/Only the default channel/);
      });
    });

    it('each thing wants its permission', async () => {
      const refused = (document: Parameters<typeof ask>[0], variables?: any) =>
        expect(ask(document, variables)).rejects.toThrow(/not currently authorized/);
      await as('backstube', READ, async () => {
        await refused(desk.DRIVERS);
        await refused(desk.DRIVER, { id: 'bakers' });
        await refused(desk.FLEET);
        await refused(desk.CREATE_DRIVER, { input: { name: 'X' } });
        await refused(desk.ASSIGN, { id: ofBakery, driverId: 'bakers' });
        await refused(desk.REASSIGN, { id: ofBakery, driverId: 'bakers', fromDriverId: 'shared' });
        await refused(desk.CANCEL, { id: ofBakery });
        await refused(desk.REDISPATCH, { id: ofBakery });
        await refused(desk.MARK_READY, { id: ofBakery });
        await refused(desk.REPLAY, { eventId: 'x' });
      });
      await as('backstube', ['ReadDriver'], async () => {
        await refused(desk.UPDATE_DRIVER, { input: { id: 'bakers', name: 'X' } });
        await refused(desk.SET_STATUS, { id: 'bakers', status: 'OFFLINE' });
        await refused(desk.DEACTIVATE, { id: 'bakers' });
        await refused(desk.REACTIVATE, { id: 'bakers' });
        await refused(desk.STATUS);
        await refused(desk.DEAD_LETTERS);
        await refused(desk.STUCK);
        expect((await ask(desk.FLEET)).driverFleet.deliveries).toEqual([]);
      });
    });

    it("a seller has the own dead letters told again, and no other's", async () => {
      const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
      const orderOf = (id: string) => `id = ${id.replace('T_', '')}`;
      // As if the shop had lost both deliveries for a while.
      await rawConnection.query(`UPDATE driver_delivery SET "submissionKey" = 'lost-' || "submissionKey"`);
      for (const id of ['bakers', 'bookers']) {
        const { point } = (id === 'bakers' ? BAKERY : BOOKSHOP).store;
        await marketplace.drivers.setStatus({ driverId: id, status: 'AVAILABLE', point });
      }
      const letters = () => ask(desk.DEAD_LETTERS).then((answer) => answer.driverDeliveryDeadLetters);
      const all = await eventually(letters, ({ totalItems }) => totalItems === 2);
      await rawConnection.query(`UPDATE driver_delivery SET "submissionKey" = substr("submissionKey", 6)`);
      await as('backstube', ALL, async () => {
        const own = await letters();
        expect(own).toMatchObject({ totalItems: 1, items: [{ delivery: { id: ofBakery } }] });
        const foreign = all.items.find(({ eventId }: any) => eventId !== own.items[0].eventId);
        await expect(ask(desk.REPLAY, { eventId: foreign.eventId })).rejects.toThrow(/No dead letter/);
        const { eventId } = own.items[0];
        expect((await ask(desk.REPLAY, { eventId })).replayDriverDeliveryDeadLetters).toBe(1);
        expect((await letters()).totalItems).toBe(0);
      });
      // Of the drivers a seller is told who was chosen, and of the others how far away they were.
      const whom = async () => {
        const { driverDelivery } = await ask(desk.DETAIL, { id: ofBakery });
        const [{ considered }] = driverDelivery.engine.assignments;
        return considered.map(({ driverId }: { driverId: string | null }) => driverId);
      };
      await as('backstube', ALL, async () => {
        const known = await whom();
        expect(known.filter(Boolean)).toEqual(['bakers']);
      });
      expect(await whom()).not.toContain(null);
      expect((await letters()).totalItems).toBe(1);
      expect((await ask(desk.REPLAY, {})).replayDriverDeliveryDeadLetters).toBe(1);
      await eventually(
        () => rawConnection.query(`SELECT state FROM driver_delivery WHERE ${orderOf(ofBookshop)}`),
        ([{ state }]) => state === 'ASSIGNED',
      );
      await marketplace.offTheRoad('bakers', 'bookers', 'shared', 'platform');
    });
  });
}
