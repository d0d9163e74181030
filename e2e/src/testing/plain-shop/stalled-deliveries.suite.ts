import { DriverDeliveryAlertEvent } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { EventBus } from '@vendure/core';
import { ALERTS, STUCK } from '../documents';
import type { PlainShop } from '../plain-shop';

/** Alerts about deliveries without progress. */
export function stalledDeliveries(world: () => PlainShop): void {
  describe('deliveries without progress', () => {
    let shop: PlainShop;

    beforeAll(() => {
      shop = world();
    });

    async function assigned(driverId: string) {
      await shop.startShift(driverId);
      const { id, code } = await shop.buy();
      const { delivery } = await shop.untilDelivery(id, ({ state }) => state === 'ASSIGNED');
      return { id, code, deliveryId: delivery.engineDeliveryId as string, driverId };
    }

    const listed = (code: string, holds: (delivery: any) => boolean) =>
      eventually(
        async () =>
          (await shop.admin.query(STUCK)).stuckDriverDeliveries.items.find(
            ({ orderCode }: any) => orderCode === code,
          ),
        holds,
      );

    it('raise an alert that is published once and resolved when they progress or end', async () => {
      const published: string[] = [];
      const subscription = shop.server.app
        .get(EventBus)
        .ofType(DriverDeliveryAlertEvent)
        .subscribe(({ delivery, alert, change }) =>
          published.push(`${delivery.orderCode} ${alert} ${change}`),
        );
      const { id, code, deliveryId, driverId } = await assigned('stalled');
      const age = (columns: string) =>
        shop.query(
          `UPDATE driver_dispatch.deliveries SET ${columns}, pickup = pickup || '{"readyAt":"2026-01-01T00:00:00.000Z"}'
           WHERE id = $1`,
          [deliveryId],
        );

      await age(`assigned_at = now() - interval '31 minutes'`);
      const delivery = await listed(code, (seen) => seen !== undefined);
      expect(Date.now() - Date.parse(delivery.noProgressSince)).toBeGreaterThan(30 * 60_000);
      expect((await shop.admin.query(ALERTS)).dispatchAlerts.items).toMatchObject([
        { type: 'delivery.not_picked_up', engineDeliveryId: deliveryId },
      ]);
      await shop.drivers.pickUp({ deliveryId, driverId });
      await listed(code, (seen) => seen === undefined);

      await age(`picked_up_at = now() - interval '61 minutes'`);
      await listed(code, (seen) => seen?.noProgressSince !== null && seen !== undefined);
      const proof = { kind: 'in_person', receivedBy: 'Ada' } as const;
      await shop.drivers.complete({ deliveryId, driverId, proof, endShift: true });
      const { history } = await shop.untilDelivery(id, ({ state }) => state === 'DELIVERED');
      await listed(code, (seen) => seen === undefined);
      expect(history.items.map(({ data }: any) => data.alert ?? data.event)).toEqual([
        'delivery.assigned',
        'delivery.not_picked_up',
        'delivery.picked_up',
        'delivery.not_ended',
        'delivery.delivered',
      ]);
      await eventually(
        () => published,
        ({ length }) => length >= 4,
      );
      expect(published).toEqual([
        `${code} delivery.not_picked_up raised`,
        `${code} delivery.not_picked_up resolved`,
        `${code} delivery.not_ended raised`,
        `${code} delivery.not_ended resolved`,
      ]);
      subscription.unsubscribe();
    });
  });
}
