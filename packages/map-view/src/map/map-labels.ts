import type { MarkerCluster } from '../clustering/cluster-index';

/** Labels of a map in the language of the page. */
export interface MapLabels {
  /** Accessible name of the map. */
  map: string;
  zoomIn: string;
  zoomOut: string;
  /** Label of the button that fits all markers into the view. */
  showAll: string;
  /** Label of a cluster. */
  cluster: (cluster: Pick<MarkerCluster, 'count' | 'tones'>) => string;
}
