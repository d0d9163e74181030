import { DriverDeliveryStepEvent } from '@driver-dispatch/driver-integration-plugin';
import { EventBus } from '@vendure/core';
import { gql } from 'graphql-tag';
import { CANCEL_ORDER, SELLER_ORDERS } from '../admin-documents';
import { eventually } from '../eventually';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, BOOKSHOP, errandTo, untilDeliveriesAre } from '../orders';
import type { SplitOrder } from './split-order';

/** How an order goes on that was split among sellers. */
export function followingOrders(placed: () => SplitOrder): void {
  describe('an order of several sellers', () => {
    let marketplace: MarketplaceUnderTest;
    beforeAll(() => {
      ({ marketplace } = placed());
    });

    it("follows its sellers' orders, and everybody is told of each step once", async () => {
      const steps: { of: string; step: string }[] = [];
      const subscription = marketplace.server.app
        .get(EventBus)
        .ofType(DriverDeliveryStepEvent)
        .subscribe(({ step, delivery }) =>
          steps.push({ of: `T_${delivery.id}`, step: `${step} ${delivery.state}` }),
        );
      await marketplace.driverAt('baker', BAKERY.store.point);
      await marketplace.driverAt('bookish', BOOKSHOP.store.point);
      const split = await marketplace.shopper.buy(errandTo([BAKERY, BOOKSHOP]));
      const orders = await untilDeliveriesAre(marketplace, split, 'ASSIGNED');
      const parentIs = (state: string) =>
        eventually(
          async () => (await marketplace.admin.query(SELLER_ORDERS, { id: split.id })).order,
          (parent) => parent.state === state,
        );
      const deliveries = orders.map(({ delivery }) => ({
        deliveryId: delivery.engineDeliveryId as string, driverId: delivery.driverId as string,
      }));
      await marketplace.drivers.pickUp(deliveries[0]!);
      await parentIs('PartiallyShipped');
      await marketplace.drivers.pickUp(deliveries[1]!);
      await parentIs('Shipped');
      const proof = { kind: 'handover' as const, receivedBy: 'Mara' };
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
      // What is still told of earlier orders is not of this one.
      const ours = new Set(orders.map(({ delivery }) => delivery.id));
      const told = steps.filter(({ of }) => ours.has(of)).map(({ step }) => step);
      expect(told.sort()).toEqual(each.flatMap((step) => [step, step]));
      await marketplace.offTheRoad('baker', 'bookish');
    });

    it('is not shipped by hand where its sellers have not', async () => {
      const SHIP = gql`
        mutation Ship($id: ID!) {
          transitionOrderToState(id: $id, state: "Shipped") {
            ... on OrderStateTransitionError {
              transitionError
            }
          }
        }
      `;
      const order = await marketplace.shopper.buy(errandTo([BAKERY, BOOKSHOP]));
      const sellerOrders = await untilDeliveriesAre(marketplace, order, 'PENDING');
      const { transitionOrderToState } = await marketplace.admin.query(SHIP, { id: order.id });
      expect(transitionOrderToState.transitionError).toMatch(/The sellers' orders are PaymentSettled/);
      for (const { id } of sellerOrders) {
        await marketplace.admin.query(CANCEL_ORDER, { id });
      }
      await untilDeliveriesAre(marketplace, order, 'CANCELLED');
    });
  });
}
