import { Trans } from '@lingui/react/macro';
import { dispatchRoute } from '../dispatch-route';
import { EnginePage } from './engine-page';

export const engineRoutes = [
  dispatchRoute({
    path: '/driver-dispatch-engine',
    permission: 'ReadDriverDelivery',
    component: () => <EnginePage />,
    loader: () => ({ breadcrumb: () => <Trans>Engine</Trans> }),
    navMenuItem: {
      id: 'driver-dispatch-engine',
      title: /* i18n */ 'Engine',
      order: 400,
    },
  }),
];
