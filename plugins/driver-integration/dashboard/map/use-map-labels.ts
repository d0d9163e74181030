import type { MapLabels } from '@driver-dispatch/map-view';
import { useLingui } from '@lingui/react/macro';

/**
 * Translated labels of a map's controls.
 *
 * @param map accessible name of the map
 */
export function useMapLabels(map: string): MapLabels {
  const { t } = useLingui();
  return {
    map,
    zoomIn: t`Zoom in`,
    zoomOut: t`Zoom out`,
    showAll: t`Show all`,
    cluster: ({ count, tones }) =>
      tones.waiting === count ? t`${count} waiting orders, zoom in` : t`${count} markers, zoom in`,
  };
}
