import { Trans } from '@lingui/react/macro';
import type { DashboardPageBlockDefinition } from '@vendure/dashboard';
import { DeliveryBoard } from './list/delivery-board';
import { OrderDeliveriesBlock } from './order/order-deliveries-block';

/** The block on the detail page of an order or of a seller order. */
const onOrderPage = (pageId: string): DashboardPageBlockDefinition => ({
  id: 'driver-deliveries',
  title: <Trans>Delivery</Trans>,
  location: { pageId, position: { blockId: 'state', order: 'after' }, column: 'side' },
  component: OrderDeliveriesBlock,
  requiresPermission: 'ReadDriverDelivery',
});

export const deliveryBlocks: DashboardPageBlockDefinition[] = [
  {
    id: 'driver-delivery-board',
    location: {
      pageId: 'driver-delivery-list',
      position: { blockId: 'list-table', order: 'before' },
      column: 'full',
    },
    component: DeliveryBoard,
  },
  onOrderPage('order-detail'),
  onOrderPage('seller-order-detail'),
];
