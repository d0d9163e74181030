import { DriverDelivery } from '@driver-dispatch/driver-integration-plugin';
import { TransactionalConnection } from '@vendure/core';
import { eventually } from '../eventually';
import { BAKERY, errandTo, untilDeliveriesAre } from '../orders';
import type { SplitOrder } from './split-order';

/** Unlike anything else in the database. */
const PIN = 'PIN-of-this-order';

/** The e-mail that the example in the README of the plugin sends. */
export function emails(placed: () => SplitOrder): void {
  describe('e-mails about a delivery', () => {
    const driverId = 'mailed';

    it('have the link to the PIN, and the job queue has neither PIN nor secret', async () => {
      const { marketplace, deliveryPins, mailbox } = placed();
      await marketplace.driverAt(driverId, BAKERY.store.point);
      const errand = errandTo([BAKERY]);
      deliveryPins.give = () => PIN;
      const bought = await marketplace.shopper.buy(errand);
      const [{ delivery }] = await untilDeliveriesAre(marketplace, bought, 'ASSIGNED');
      deliveryPins.give = undefined;
      const deliveryId: string = delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId });
      const email = await eventually(
        () => mailbox.sent.find(({ recipient }) => recipient === errand.emailAddress),
        (found) => found !== undefined,
      );

      const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
      const { pinSecret, trackingCode, deliveryPin } = await rawConnection
        .getRepository(DriverDelivery)
        .findOneByOrFail({ engineDeliveryId: deliveryId });
      expect(deliveryPin).toBe(PIN);
      expect(email!.body).toContain(`/track/${trackingCode}"`);
      expect(email!.body).toContain(`/track/${trackingCode}#${pinSecret}"`);
      const jobs = await rawConnection.query<{ text: string }[]>(
        'SELECT "queueName" || j::text AS text FROM job_record j',
      );
      expect(jobs.some(({ text }) => text.startsWith('send-email'))).toBe(true);
      expect(jobs.filter(({ text }) => text.includes(pinSecret!) || text.includes(PIN))).toEqual([]);
      await marketplace.offTheRoad(driverId);
    });
  });
}
