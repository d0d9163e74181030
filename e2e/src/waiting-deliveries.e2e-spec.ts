import { SELLERS, Shopper } from '@driver-dispatch/dev-server';
import { SubmissionSweepService } from '@driver-dispatch/driver-integration-plugin';
import { gql } from 'graphql-tag';
import * as desk from './testing/desk-documents';
import { eventually } from './testing/eventually';
import { errandTo } from './testing/orders';
import { PlainShop } from './testing/plain-shop';

const STORE = { lat: 52.5243, lon: 13.3957 };
/** 27 km to the north. */
const MISPLACED = { lat: 52.767, lon: 13.3957 };

const ORDER = gql`
  query Order($id: ID!) {
    order(id: $id) {
      delivery {
        id
        state
        heldUntil
        readyAt
        engineDeliveryId
        driverId
        pickup {
          point {
            lat
            lon
          }
        }
      }
    }
  }
`;

describe('deliveries that wait', () => {
  let shop: PlainShop;

  beforeAll(async () => {
    shop = await PlainShop.start({});
    await shop.locateStore(STORE);
  });

  afterAll(async () => {
    await shop?.stop();
  });

  const buy = () => new Shopper(shop.shopApiUrl).buy({ ...errandTo(SELLERS), searches: ['Lamp'] });

  const until = async (id: string, holds: (delivery: any) => boolean) =>
    (
      await eventually(
        async () => (await shop.admin.query(ORDER, { id })).order,
        ({ delivery }) => delivery !== null && holds(delivery),
      )
    ).delivery;

  async function driverAt(driverId: string, point: typeof STORE) {
    await shop.drivers.register({ driverId, name: driverId, channels: [] });
    await shop.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
  }

  const end = async (id: string) => {
    await shop.admin.query(desk.END, { id, outcome: 'DELIVERED', reason: 'End of the test' });
    return eventually(
      async () => (await shop.admin.query(desk.ENDED, { id })).driverDelivery.state,
      (state) => state === 'DELIVERED',
    );
  };

  const offTheRoad = (driverId: string) => shop.drivers.setStatus({ driverId, status: 'OFFLINE' });

  describe('for their ready time', () => {
    beforeAll(() => shop.editStore({ storePausedUntil: new Date(Date.now() + 3 * 3_600_000).toISOString() }));

    afterAll(() => shop.editStore({ storePausedUntil: null }));

    it('are held while the store is closed, unless a dispatcher looks for a driver', async () => {
      await driverAt('waits-early', STORE);
      const { id } = await buy();
      const held = await until(id, ({ state }) => state === 'PENDING');
      expect(Date.parse(held.readyAt) - Date.parse(held.heldUntil)).toBe(1_800_000);
      expect(Date.parse(held.heldUntil)).toBeGreaterThan(Date.now() + 2 * 3_600_000);
      // The driver comes free once more, and is left alone.
      await offTheRoad('waits-early');
      await driverAt('waits-early', STORE);
      expect((await shop.drivers.heartbeat('waits-early')).task).toBeNull();

      const { redispatchDriverDelivery } = await shop.admin.query(desk.REDISPATCH, { id: held.id });
      expect(redispatchDriverDelivery.id).toBe(held.id);
      const assigned = await until(id, ({ state }) => state === 'ASSIGNED');
      expect(assigned).toMatchObject({ driverId: 'waits-early', heldUntil: null });
      await end(held.id);
      await offTheRoad('waits-early');
    });
  });

  describe('at a store that was misplaced', () => {
    beforeEach(() => shop.locateStore(MISPLACED));

    it('get the corrected pickup and a driver there', async () => {
      await driverAt('waits-corrected', STORE);
      const { id } = await buy();
      const misplaced = await until(id, ({ state }) => state === 'PENDING');
      expect(misplaced.pickup.point).toEqual(MISPLACED);
      await shop.locateStore(STORE);
      const assigned = await until(id, ({ state }) => state === 'ASSIGNED');
      expect(assigned).toMatchObject({ driverId: 'waits-corrected', pickup: { point: STORE } });
      const [row] = await shop.query(`SELECT pickup FROM driver_dispatch.deliveries WHERE id = $1`, [
        assigned.engineDeliveryId,
      ]);
      expect(row.pickup.point).toEqual(STORE);

      // A delivery that has a driver keeps its pickup.
      await shop.locateStore(MISPLACED);
      const [marked] = await shop.query(
        `SELECT count(*)::int AS count FROM driver_delivery WHERE "pickupChangedAt" IS NOT NULL`,
      );
      expect(marked.count).toBe(0);
      expect((await until(id, () => true)).pickup.point).toEqual(STORE);
      await end(assigned.id);
      await offTheRoad('waits-corrected');
    });

    it('get it though the clock of the shop was set back since the last update', async () => {
      const { id } = await buy();
      const misplaced = await until(id, ({ state }) => state === 'PENDING');
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
      await until(id, ({ pickup }) => pickup.point.lat === STORE.lat);
      await end(misplaced.id);
    });

    it('get it when they are dispatched again, and from the sweep, where the change was missed', async () => {
      const [byHand, bySweep] = [await buy(), await buy()];
      const { id: deliveryId } = await until(byHand.id, ({ state }) => state === 'PENDING');
      const swept = await until(bySweep.id, ({ state }) => state === 'PENDING');
      // As if the process had ended before it could update anything.
      await shop.query(
        `UPDATE stock_location SET "customFieldsStorelatitude" = $1, "customFieldsStorelongitude" = $2`,
        [STORE.lat, STORE.lon],
      );
      await shop.admin.query(desk.REDISPATCH, { id: deliveryId });
      expect((await until(byHand.id, () => true)).pickup.point).toEqual(STORE);

      await shop.query(
        `UPDATE driver_delivery SET "pickupChangedAt" = now(), "updatedAt" = now() - interval '1 minute' WHERE id = $1`,
        [swept.id.replace('T_', '')],
      );
      await shop.server.app.get(SubmissionSweepService).sweep();
      await until(bySweep.id, ({ pickup }) => pickup.point.lat === STORE.lat);
      await end(deliveryId);
      await end(swept.id);
    });
  });
});
