import type { MapLabels } from '@driver-dispatch/map-view';
import { useLingui } from '@lingui/react/macro';

/**
 * The words of a map's own controls, in the language of the dashboard.
 *
 * @param map what the map shows
 */
export function useMapLabels(map: string): MapLabels {
  const { t } = useLingui();
  return {
    map,
    zoomIn: t`Zoom in`,
    zoomOut: t`Zoom out`,
    showAll: t`Show all`,
    cluster: (count) => t`${count} close together, zoom in`,
  };
}
