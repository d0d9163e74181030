import { enableMessageCompiler } from '@driver-dispatch/map-view';
import { defineDashboardExtension } from '@vendure/dashboard';
import { TruckIcon } from 'lucide-react';
import { AlertSignals } from './alerts/alert-signals';
import { bellAlerts } from './alerts/bell-alerts';
import { deliveryBlocks } from './deliveries/delivery-blocks';
import { deliveryRoutes } from './deliveries/delivery-routes';
import { DeliveryHistoryEntry } from './deliveries/order/delivery-history-entry';
import { DISPATCH_SECTION } from './dispatch-route';
import { driverBlocks } from './drivers/driver-blocks';
import { driverRoutes } from './drivers/driver-routes';
import { engineRoutes } from './engine/engine-routes';
import { DispatchWidget } from './insights/dispatch-widget';
import { OutdatedNotice } from './live/outdated-notice';
import { mapRoutes } from './map/map-routes';

enableMessageCompiler();

defineDashboardExtension({
  navSections: [
    { id: DISPATCH_SECTION, title: /* i18n */ 'Dispatch', icon: TruckIcon, order: 350, placement: 'top' },
  ],
  routes: [...deliveryRoutes, ...mapRoutes, ...driverRoutes, ...engineRoutes],
  pageBlocks: [...deliveryBlocks, ...driverBlocks],
  customProviders: [{ id: 'driver-dispatch-outdated', location: 'layout', component: OutdatedNotice }],
  alerts: bellAlerts,
  toolbarItems: [
    {
      id: 'driver-dispatch-alert-sound',
      component: AlertSignals,
      position: { itemId: 'alerts', order: 'before' },
      requiresPermission: 'ReadDriverDelivery',
    },
  ],
  widgets: [
    {
      id: 'driver-dispatch',
      name: 'Dispatch',
      component: DispatchWidget,
      defaultSize: { w: 6, h: 3 },
      requiresPermissions: ['ReadDriverDelivery'],
    },
  ],
  historyEntries: [{ type: 'DRIVER_DELIVERY', component: DeliveryHistoryEntry }],
});
