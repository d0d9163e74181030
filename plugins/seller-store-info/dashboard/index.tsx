import { enableMessageCompiler } from '@driver-dispatch/map-view';
import { Trans } from '@lingui/react/macro';
import { defineDashboardExtension } from '@vendure/dashboard';
import { CountryInput } from './contact/country-input';
import { PhoneInput } from './contact/phone-input';
import { OpeningHoursInput } from './opening-hours/opening-hours-input';
import { PauseInput } from './pause/pause-input';
import { StoreLocationBlock } from './location/store-location-block';
import { TimeZoneInput } from './time-zone/time-zone-input';

enableMessageCompiler();

defineDashboardExtension({
  // The custom fields of the plugin refer to these ids.
  customFormComponents: {
    customFields: [
      { id: 'seller-store-country', component: CountryInput },
      { id: 'seller-store-phone', component: PhoneInput },
      { id: 'seller-store-opening-hours', component: OpeningHoursInput },
      { id: 'seller-store-pause', component: PauseInput },
      { id: 'seller-store-time-zone', component: TimeZoneInput },
    ],
  },
  pageBlocks: [
    {
      id: 'seller-store-location',
      title: <Trans>Store location</Trans>,
      location: {
        pageId: 'stock-location-detail',
        column: 'main',
        position: { blockId: 'custom-fields', order: 'before' },
      },
      component: StoreLocationBlock,
    },
  ],
});
