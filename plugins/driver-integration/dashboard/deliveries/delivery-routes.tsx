import { Trans } from '@lingui/react/macro';
import { dispatchRoute } from '../dispatch-route';
import { DeliveryDetailPage } from './detail/delivery-detail-page';
import { DeliveryListPage } from './list/delivery-list-page';

export const deliveryRoutes = [
  dispatchRoute({
    path: '/driver-deliveries',
    permission: 'ReadDriverDelivery',
    component: (route) => <DeliveryListPage route={route} />,
    loader: () => ({ breadcrumb: () => <Trans>Deliveries</Trans> }),
    navMenuItem: {
      id: 'driver-deliveries',
      title: /* i18n */ 'Deliveries',
      order: 100,
    },
  }),
  dispatchRoute({
    path: '/driver-deliveries/$id',
    permission: 'ReadDriverDelivery',
    component: (route) => <DeliveryDetailPage route={route} />,
    loader: () => ({
      breadcrumb: [{ path: '/driver-deliveries', label: <Trans>Deliveries</Trans> }, <Trans>Delivery</Trans>],
    }),
  }),
];
