import { Trans } from '@lingui/react/macro';
import type { DashboardRouteDefinition } from '@vendure/dashboard';
import { DISPATCH_SECTION } from '../dispatch-section';
import { Permitted } from '../permitted';
import { EnginePage } from './engine-page';

export const engineRoutes: DashboardRouteDefinition[] = [
  {
    path: '/driver-dispatch-engine',
    component: () => (
      <Permitted permission="ReadDriverDelivery">
        <EnginePage />
      </Permitted>
    ),
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
