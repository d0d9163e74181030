import { Trans } from '@lingui/react/macro';
import { detailPageRouteLoader } from '@vendure/dashboard';
import { dispatchRoute } from '../dispatch-route';
import { DRIVER_DETAIL_PAGE, DriverDetailPage } from './detail/driver-detail-page';
import { driverDetailDocument } from './driver-documents';
import { DriverListPage } from './list/driver-list-page';

export const driverRoutes = [
  dispatchRoute({
    path: '/drivers',
    permission: 'ReadDriver',
    component: (route) => <DriverListPage route={route} />,
    loader: () => ({ breadcrumb: () => <Trans>Drivers</Trans> }),
    navMenuItem: {
      id: 'drivers',
      title: /* i18n */ 'Drivers',
      order: 300,
    },
  }),
  dispatchRoute({
    path: '/drivers/$id',
    permission: 'ReadDriver',
    component: (route) => <DriverDetailPage route={route} />,
    loader: detailPageRouteLoader({
      pageId: DRIVER_DETAIL_PAGE,
      queryDocument: driverDetailDocument,
      breadcrumb: (isNew, driver) => [
        { path: '/drivers', label: <Trans>Drivers</Trans> },
        isNew ? <Trans>New driver</Trans> : driver?.name,
      ],
    }),
  }),
];
