import { EXPORT_CUSTOMER, EXPORT_DRIVER, ERASE_DRIVER } from '../documents';
import type { PlainShop } from '../plain-shop';
import { expectRejection } from '../rejection';

const NAME = 'Ada Lovelace';

/** Export and erasing of one person's data. */
export function personalData(world: () => PlainShop): void {
  describe('the data of one person', () => {
    const driverId = 'erased-driver';
    let shop: PlainShop;
    let order: any;

    beforeAll(() => {
      shop = world();
    });

    const erase = () => shop.admin.query(ERASE_DRIVER, { driverId });
    const end = async () => {
      const deliveryId = order.delivery.engineDeliveryId;
      await shop.drivers.fail({ deliveryId, driverId, code: 'other', endShift: true });
      order = await shop.untilDelivery(order.id, ({ state }) => state === 'FAILED');
    };
    /** All rows of the shop about the order. */
    const stored = async () => {
      const { id, orderId, ...row } = (
        await shop.query('SELECT * FROM driver_delivery WHERE "engineDeliveryId" = $1', [
          order.delivery.engineDeliveryId,
        ])
      )[0];
      const timeline = await shop.query(
        'SELECT data FROM driver_delivery_timeline_entry WHERE "deliveryId" = $1',
        [id],
      );
      const history = await shop.query('SELECT data FROM history_entry WHERE "orderId" = $1', [orderId]);
      return JSON.stringify([row, timeline, history]);
    };

    it('of a driver is exported, and not erased during a delivery', async () => {
      await shop.drivers.register({ driverId, name: NAME, phone: '+49 30 1', channels: [] });
      await shop.drivers.setStatus({ driverId, status: 'AVAILABLE', point: { lat: 52.5243, lon: 13.3957 } });
      const { id } = await shop.buy();
      order = await shop.untilDelivery(id, ({ state }) => state === 'ASSIGNED');
      await expectRejection(erase(), 'ILLEGAL_TRANSITION');
      await end();
      const { driverExport } = await shop.admin.query(EXPORT_DRIVER, { driverId });
      expect(driverExport).toMatchObject({
        driver: { driverId, name: NAME, phone: '+49 30 1' },
        deliveries: [{ orderCode: order.code, state: 'FAILED' }],
      });
      expect(await stored()).toContain(NAME);
    });

    it('of a customer is exported from shop and engine, without data of drivers', async () => {
      const [{ customerId }] = await shop.query('SELECT "customerId" FROM "order" WHERE code = $1', [
        order.code,
      ]);
      const { customerDeliveriesExport } = await shop.admin.query(EXPORT_CUSTOMER, {
        customerId: `T_${customerId}`,
      });
      const { customerName } = order.delivery;
      expect(customerDeliveriesExport.deliveries).toMatchObject([
        { orderCode: order.code, customerName, inEngine: { dropoff: { name: customerName } } },
      ]);
      expect(JSON.stringify(customerDeliveriesExport)).not.toContain(NAME);
    });

    it('of a driver is erased in shop and engine', async () => {
      const updatedAt = () =>
        shop.query('SELECT "updatedAt" FROM driver_delivery WHERE "engineDeliveryId" = $1', [
          order.delivery.engineDeliveryId,
        ]);
      const before = await updatedAt();
      const { eraseDriver } = await erase();
      expect(await updatedAt()).toEqual(before);
      expect(eraseDriver).toMatchObject({
        driverId,
        name: driverId,
        phone: null,
        erasedAt: expect.any(String),
      });
      expect(await stored()).not.toMatch(/Ada|\+49 30 1/);
      const { delivery, history } = await shop.order(order.id);
      expect(delivery).toMatchObject({ driverId, driverName: driverId, driverPhone: null });
      expect(history.items.map(({ data }: any) => data.driverName)).toContain(driverId);
      expect((await erase()).eraseDriver).toMatchObject({ driverId, name: driverId });
    });
  });
}
