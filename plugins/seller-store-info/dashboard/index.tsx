import { readUncompiledCatalogs } from '@driver-dispatch/map-view';
import { Trans } from '@lingui/react/macro';
import { defineDashboardExtension } from '@vendure/dashboard';
import { OpeningHoursInput } from './opening-hours/opening-hours-input';
import { PauseInput } from './pause/pause-input';
import { StorePlaceBlock } from './place/store-place-block';
import { TimeZoneInput } from './time-zone/time-zone-input';

readUncompiledCatalogs();

defineDashboardExtension({
  // The plugin's custom fields name these.
  customFormComponents: {
    customFields: [
      { id: 'seller-store-opening-hours', component: OpeningHoursInput },
      { id: 'seller-store-pause', component: PauseInput },
      { id: 'seller-store-time-zone', component: TimeZoneInput },
    ],
  },
  pageBlocks: [
    {
      id: 'seller-store-place',
      title: <Trans>Place of the store</Trans>,
      location: {
        pageId: 'stock-location-detail',
        column: 'main',
        position: { blockId: 'custom-fields', order: 'before' },
      },
      component: StorePlaceBlock,
    },
  ],
});
