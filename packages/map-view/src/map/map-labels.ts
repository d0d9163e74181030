/** The words of a map, in the language of the page. */
export interface MapLabels {
  /** What the map shows. */
  map: string;
  zoomIn: string;
  zoomOut: string;
  /** Of the button that brings everything into view. */
  showAll: string;
  /** Of several markers drawn as one. */
  cluster: (count: number) => string;
}
