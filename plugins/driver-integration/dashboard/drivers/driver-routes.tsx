import { Trans } from '@lingui/react/macro';
import { detailPageRouteLoader, type DashboardRouteDefinition } from '@vendure/dashboard';
import { DISPATCH_SECTION } from '../dispatch-section';
import { Permitted } from '../permitted';
import { DRIVER_DETAIL_PAGE, DriverDetailPage } from './detail/driver-detail-page';
import { driverDetailDocument } from './driver-documents';
import { DriverListPage } from './list/driver-list-page';

export const driverRoutes: DashboardRouteDefinition[] = [
  {
    path: '/drivers',
    component: (route) => (
      <Permitted permission="ReadDriver">
        <DriverListPage route={route} />
      </Permitted>
    ),
    loader: () => ({ breadcrumb: () => <Trans>Drivers</Trans> }),
    navMenuItem: {
      sectionId: DISPATCH_SECTION,
      id: 'drivers',
      title: /* i18n */ 'Drivers',
      order: 300,
      requiresPermission: 'ReadDriver',
    },
  },
  {
    path: '/drivers/$id',
    component: (route) => (
      <Permitted permission="ReadDriver">
        <DriverDetailPage route={route} />
      </Permitted>
    ),
    loader: detailPageRouteLoader({
      pageId: DRIVER_DETAIL_PAGE,
      queryDocument: driverDetailDocument,
      breadcrumb: (isNew, driver) => [
        { path: '/drivers', label: <Trans>Drivers</Trans> },
        isNew ? <Trans>New driver</Trans> : driver?.name,
      ],
    }),
  },
];
