import { Trans } from '@lingui/react/macro';
import type { DashboardRouteDefinition } from '@vendure/dashboard';
import { DISPATCH_SECTION } from '../dispatch-section';
import { Permitted } from '../permitted';
import { DeliveryDetailPage } from './detail/delivery-detail-page';
import { DeliveryListPage } from './list/delivery-list-page';

export const deliveryRoutes: DashboardRouteDefinition[] = [
  {
    path: '/driver-deliveries',
    component: (route) => (
      <Permitted permission="ReadDriverDelivery">
        <DeliveryListPage route={route} />
      </Permitted>
    ),
    loader: () => ({ breadcrumb: () => <Trans>Deliveries</Trans> }),
    navMenuItem: {
      sectionId: DISPATCH_SECTION,
      id: 'driver-deliveries',
      title: /* i18n */ 'Deliveries',
      order: 100,
      requiresPermission: 'ReadDriverDelivery',
    },
  },
  {
    path: '/driver-deliveries/$id',
    component: (route) => (
      <Permitted permission="ReadDriverDelivery">
        <DeliveryDetailPage route={route} />
      </Permitted>
    ),
    loader: () => ({
      breadcrumb: [{ path: '/driver-deliveries', label: <Trans>Deliveries</Trans> }, <Trans>Delivery</Trans>],
    }),
  },
];
