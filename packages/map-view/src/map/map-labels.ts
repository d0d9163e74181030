/** Labels of a map in the language of the page. */
export interface MapLabels {
  /** Accessible name of the map. */
  map: string;
  zoomIn: string;
  zoomOut: string;
  /** Label of the button that fits all markers into the view. */
  showAll: string;
  /** Label of a cluster. */
  cluster: (count: number) => string;
}
