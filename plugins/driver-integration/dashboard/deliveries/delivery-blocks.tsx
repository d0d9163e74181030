import { Trans } from '@lingui/react/macro';
import type { DashboardPageBlockDefinition } from '@vendure/dashboard';
import { DeliveryBoard } from './list/delivery-board';
import { DELIVERY_LIST_PAGE } from './list/delivery-list-page-id';
import { OrderDeliveriesBlock } from './order/order-deliveries-block';

/** Creates the block with the deliveries of an order, for the detail page of an order or of a seller order. */
const orderPageBlock = (pageId: string): DashboardPageBlockDefinition => ({
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
      pageId: DELIVERY_LIST_PAGE,
      position: { blockId: 'list-table', order: 'before' },
      column: 'full',
    },
    component: DeliveryBoard,
  },
  orderPageBlock('order-detail'),
  orderPageBlock('seller-order-detail'),
];
