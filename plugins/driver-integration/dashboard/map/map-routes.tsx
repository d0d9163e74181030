import { Trans } from '@lingui/react/macro';
import type { DashboardRouteDefinition } from '@vendure/dashboard';
import { DISPATCH_SECTION } from '../dispatch-section';
import { Permitted } from '../permitted';
import { MapPage } from './map-page';

export const mapRoutes: DashboardRouteDefinition[] = [
  {
    path: '/driver-map',
    component: () => (
      <Permitted permission="ReadDriver">
        <MapPage />
      </Permitted>
    ),
    loader: () => ({ breadcrumb: () => <Trans>Map</Trans> }),
    navMenuItem: {
      sectionId: DISPATCH_SECTION,
      id: 'driver-map',
      title: /* i18n */ 'Map',
      order: 200,
      requiresPermission: 'ReadDriver',
    },
  },
];
