import { defineDashboardExtension } from '@vendure/dashboard';
import { TruckIcon } from 'lucide-react';
import { deliveryBlocks } from './deliveries/delivery-blocks';
import { deliveryRoutes } from './deliveries/delivery-routes';
import { DISPATCH_SECTION } from './dispatch-section';
import { readUncompiledCatalogs } from './translations/uncompiled-catalogs';

readUncompiledCatalogs();

defineDashboardExtension({
  navSections: [
    { id: DISPATCH_SECTION, title: /* i18n */ 'Dispatch', icon: TruckIcon, order: 350, placement: 'top' },
  ],
  routes: [...deliveryRoutes],
  pageBlocks: [...deliveryBlocks],
});
