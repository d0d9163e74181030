import { SubmissionSweepService } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import * as docs from '../documents';
import { STORE, type PlainShop } from '../plain-shop';

/** 27 km north of the store. */
const MISPLACED = { lat: 52.767, lon: 13.3957 };

/** Pending deliveries before their ready time, and with an incorrect pickup. */
export function pendingDeliveries(world: () => PlainShop): void {
  describe('pending deliveries', () => {
    let shop: PlainShop;

    beforeAll(() => {
      shop = world();
    });

    const waitUntil = async (id: string, holds: (delivery: any) => boolean) =>
      (await shop.untilDelivery(id, holds)).delivery;

    const end = async (id: string) => {
      await shop.admin.query(docs.END, { id, outcome: 'DELIVERED', reason: 'End of the test' });
      return eventually(
        async () => (await shop.admin.query(docs.DELIVERY, { id })).driverDelivery.state,
        (state) => state === 'DELIVERED',
      );
    };

    describe('before their ready time', () => {
      beforeAll(() =>
        shop.editStore({ storePausedUntil: new Date(Date.now() + 3 * 3_600_000).toISOString() }),
      );

      afterAll(() => shop.editStore({ storePausedUntil: null }));

      it('are held while the store is closed, unless a dispatcher redispatches them', async () => {
        await shop.startShift('waits-early');
        const { id } = await shop.buy();
        const held = await waitUntil(id, ({ state }) => state === 'PENDING');
        expect(Date.parse(held.readyAt) - Date.parse(held.heldUntil)).toBe(1_800_000);
        expect(Date.parse(held.heldUntil)).toBeGreaterThan(Date.now() + 2 * 3_600_000);
        // The driver becomes available again, and is not assigned.
        await shop.endShift('waits-early');
        await shop.startShift('waits-early');
        expect((await shop.drivers.heartbeat('waits-early')).task).toBeNull();

        const { redispatchDriverDelivery } = await shop.admin.query(docs.REDISPATCH, { id: held.id });
        expect(redispatchDriverDelivery.id).toBe(held.id);
        const assigned = await waitUntil(id, ({ state }) => state === 'ASSIGNED');
        expect(assigned).toMatchObject({ driverId: 'waits-early', heldUntil: null });
        await end(held.id);
        await shop.endShift('waits-early');
      });
    });

    describe('at a store with wrong coordinates', () => {
      beforeEach(() => shop.locateStore(MISPLACED));

      afterAll(() => shop.locateStore(STORE));

      it('get the corrected pickup and a driver near it', async () => {
        await shop.startShift('waits-corrected');
        const { id } = await shop.buy();
        const misplaced = await waitUntil(id, ({ state }) => state === 'PENDING');
        expect(misplaced.pickup.point).toEqual(MISPLACED);
        await shop.locateStore(STORE);
        // The assignment may arrive before the reply to the corrected pickup.
        const assigned = await waitUntil(
          id,
          ({ state, pickup }) => state === 'ASSIGNED' && pickup.point.lat === STORE.lat,
        );
        expect(assigned).toMatchObject({ driverId: 'waits-corrected', pickup: { point: STORE } });
        const [row] = await shop.query(`SELECT pickup FROM driver_dispatch.deliveries WHERE id = $1`, [
          assigned.engineDeliveryId,
        ]);
        expect(row.pickup.point).toEqual(STORE);

        // An assigned delivery keeps its pickup.
        await shop.locateStore(MISPLACED);
        const [marked] = await shop.query(
          `SELECT count(*)::int AS count FROM driver_delivery WHERE "pickupChangedAt" IS NOT NULL`,
        );
        expect(marked.count).toBe(0);
        expect((await waitUntil(id, () => true)).pickup.point).toEqual(STORE);
        await end(assigned.id);
        await shop.endShift('waits-corrected');
      });

      it('get it though the clock of the shop was turned back since the last update', async () => {
        const { id } = await shop.buy();
        const misplaced = await waitUntil(id, ({ state }) => state === 'PENDING');
        const { engineDeliveryId } = misplaced;
        await shop.query(
          `UPDATE driver_dispatch.deliveries SET message_at = now() + interval '4 seconds' WHERE id = $1`,
          [engineDeliveryId],
        );
        await shop.locateStore(STORE);
        await eventually(
          async () => {
            await shop.query(
              `UPDATE driver_delivery SET "updatedAt" = now() - interval '1 minute' WHERE id = $1`,
              [misplaced.id.replace('T_', '')],
            );
            await shop.server.app.get(SubmissionSweepService).sweep();
            const [{ pickup }] = await shop.query(
              `SELECT pickup FROM driver_dispatch.deliveries WHERE id = $1`,
              [engineDeliveryId],
            );
            return pickup.point;
          },
          ({ lat }) => lat === STORE.lat,
        );
        await waitUntil(id, ({ pickup }) => pickup.point.lat === STORE.lat);
        await end(misplaced.id);
      });

      it('get it from redispatching and from the sweep if the change was not submitted', async () => {
        const [redispatched, swept] = [await shop.buy(), await shop.buy()];
        const { id: deliveryId } = await waitUntil(redispatched.id, ({ state }) => state === 'PENDING');
        const { id: sweptId } = await waitUntil(swept.id, ({ state }) => state === 'PENDING');
        // Simulates a process that ended before it could update the deliveries.
        await shop.query(
          `UPDATE stock_location SET "customFieldsStorelatitude" = $1, "customFieldsStorelongitude" = $2`,
          [STORE.lat, STORE.lon],
        );
        await shop.admin.query(docs.REDISPATCH, { id: deliveryId });
        expect((await waitUntil(redispatched.id, () => true)).pickup.point).toEqual(STORE);

        await shop.query(
          `UPDATE driver_delivery SET "pickupChangedAt" = now(), "updatedAt" = now() - interval '1 minute' WHERE id = $1`,
          [sweptId.replace('T_', '')],
        );
        await shop.server.app.get(SubmissionSweepService).sweep();
        await waitUntil(swept.id, ({ pickup }) => pickup.point.lat === STORE.lat);
        await end(deliveryId);
        await end(sweptId);
      });
    });
  });
}
