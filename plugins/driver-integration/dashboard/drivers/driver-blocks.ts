import type { DashboardPageBlockDefinition } from '@vendure/dashboard';
import { PlatformDrivers } from './platform-drivers';

export const driverBlocks: DashboardPageBlockDefinition[] = [
  {
    id: 'platform-drivers',
    location: {
      pageId: 'driver-list',
      position: { blockId: 'list-table', order: 'before' },
      column: 'full',
    },
    component: PlatformDrivers,
  },
];
