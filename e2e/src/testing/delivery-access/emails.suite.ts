import { DriverDelivery } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { TransactionalConnection } from '@vendure/core';
import { BAKERY, guestOrderFrom, untilDeliveriesAre } from '../orders';
import type { AccessTestSetup } from './access-test-setup';

/** A text that occurs nowhere else in the database. */
const PIN = 'PIN-of-this-order';

/** The e-mail of the example in the plugin's README. */
export function emails(setup: () => AccessTestSetup): void {
  describe('e-mails about a delivery', () => {
    const driverId = 'mailed';

    it('contain the link to the PIN, and the job queue contains neither PIN nor secret', async () => {
      const { marketplace, deliveryPins, mailbox } = setup();
      await marketplace.startShift(driverId, BAKERY.store.point);
      const guestOrder = guestOrderFrom([BAKERY]);
      deliveryPins.generate = () => PIN;
      const bought = await marketplace.shopper.buy(guestOrder);
      const [{ delivery }] = await untilDeliveriesAre(marketplace, bought, 'ASSIGNED');
      deliveryPins.generate = undefined;
      const deliveryId: string = delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId });
      const email = await eventually(
        () => mailbox.sent.find(({ recipient }) => recipient === guestOrder.emailAddress),
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
      await marketplace.endShifts(driverId);
    });
  });
}
