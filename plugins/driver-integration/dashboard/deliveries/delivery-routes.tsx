import type { DashboardRouteDefinition } from '@vendure/dashboard';
import { DISPATCH_SECTION } from '../dispatch-section';
import { DeliveryListPage } from './delivery-list-page';

export const deliveryRoutes: DashboardRouteDefinition[] = [
  {
    path: '/driver-deliveries',
    component: () => <DeliveryListPage />,
    loader: () => ({ breadcrumb: 'Deliveries' }),
    navMenuItem: {
      sectionId: DISPATCH_SECTION,
      id: 'driver-deliveries',
      title: /* i18n */ 'Deliveries',
      requiresPermission: 'ReadDriverDelivery',
    },
  },
];
