import { Trans } from '@lingui/react/macro';
import type { DashboardRouteDefinition } from '@vendure/dashboard';
import { DISPATCH_SECTION } from '../dispatch-section';
import { EnginePage } from './engine-page';

export const engineRoutes: DashboardRouteDefinition[] = [
  {
    path: '/driver-dispatch-engine',
    component: () => <EnginePage />,
    loader: () => ({ breadcrumb: () => <Trans>Engine</Trans> }),
    navMenuItem: {
      sectionId: DISPATCH_SECTION,
      id: 'driver-dispatch-engine',
      title: /* i18n */ 'Engine',
      order: 400,
      requiresPermission: 'ReadDriverDelivery',
    },
  },
];
