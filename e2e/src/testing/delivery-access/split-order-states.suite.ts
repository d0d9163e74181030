import { DriverDeliveryStepEvent } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { EventBus } from '@vendure/core';
import { gql } from 'graphql-tag';
import { CANCEL_ORDER, ORDER } from '../documents';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, BOOKSHOP, guestOrderFrom, untilDeliveriesAre } from '../orders';
import type { AccessTestSetup } from './access-test-setup';

/** States of an order that is split into seller orders. */
export function splitOrderStates(setup: () => AccessTestSetup): void {
  describe('order of several sellers', () => {
    let marketplace: MarketplaceUnderTest;
    beforeAll(() => {
      ({ marketplace } = setup());
    });

    it('follows its seller orders, and each step is published once', async () => {
      const steps: { deliveryId: string; step: string }[] = [];
      const subscription = marketplace.server.app
        .get(EventBus)
        .ofType(DriverDeliveryStepEvent)
        .subscribe(({ step, delivery }) =>
          steps.push({ deliveryId: `T_${delivery.id}`, step: `${step} ${delivery.state}` }),
        );
      await marketplace.startShift('baker', BAKERY.store.point);
      await marketplace.startShift('bookish', BOOKSHOP.store.point);
      const split = await marketplace.shopper.buy(guestOrderFrom([BAKERY, BOOKSHOP]));
      const orders = await untilDeliveriesAre(marketplace, split, 'ASSIGNED');
      const parentIs = (state: string) =>
        eventually(
          async () => (await marketplace.admin.query(ORDER, { id: split.id })).order,
          (parent) => parent.state === state,
        );
      const deliveries = orders.map(({ delivery }) => ({
        deliveryId: delivery.engineDeliveryId as string,
        driverId: delivery.driverId as string,
      }));
      await marketplace.drivers.pickUp(deliveries[0]!);
      await parentIs('PartiallyShipped');
      await marketplace.drivers.pickUp(deliveries[1]!);
      await parentIs('Shipped');
      const proof = { kind: 'in_person' as const, receivedBy: 'Mara' };
      await marketplace.drivers.complete({ ...deliveries[1]!, proof });
      await parentIs('PartiallyDelivered');
      await marketplace.drivers.complete({ ...deliveries[0]!, proof });
      const { sellerOrders } = await parentIs('Delivered');
      expect(sellerOrders.map(({ state }: { state: string }) => state)).toEqual(['Delivered', 'Delivered']);
      subscription.unsubscribe();
      const each = [
        'delivery.assigned ASSIGNED',
        'delivery.delivered DELIVERED',
        'delivery.picked_up PICKED_UP',
      ];
      // Ignores events of earlier orders.
      const ids = new Set(orders.map(({ delivery }) => delivery.id));
      const published = steps.filter(({ deliveryId }) => ids.has(deliveryId)).map(({ step }) => step);
      expect(published.sort()).toEqual(each.flatMap((step) => [step, step]));
      await marketplace.endShifts('baker', 'bookish');
    });

    it('can not be set to Shipped before its seller orders', async () => {
      const SHIP = gql`
        mutation Ship($id: ID!) {
          transitionOrderToState(id: $id, state: "Shipped") {
            ... on OrderStateTransitionError {
              transitionError
            }
          }
        }
      `;
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY, BOOKSHOP]));
      const sellerOrders = await untilDeliveriesAre(marketplace, order, 'PENDING');
      const { transitionOrderToState } = await marketplace.admin.query(SHIP, { id: order.id });
      expect(transitionOrderToState.transitionError).toMatch(/The seller orders are PaymentSettled/);
      for (const { id } of sellerOrders) {
        await marketplace.admin.query(CANCEL_ORDER, { id });
      }
      await untilDeliveriesAre(marketplace, order, 'CANCELLED');
    });
  });
}
