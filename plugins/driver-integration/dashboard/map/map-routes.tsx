import { Trans } from '@lingui/react/macro';
import { dispatchRoute } from '../dispatch-route';
import { MapPage } from './map-page';

export const mapRoutes = [
  dispatchRoute({
    path: '/driver-map',
    permission: 'ReadDriver',
    component: () => <MapPage />,
    loader: () => ({ breadcrumb: () => <Trans>Map</Trans> }),
    navMenuItem: {
      id: 'driver-map',
      title: /* i18n */ 'Map',
      order: 200,
    },
  }),
];
