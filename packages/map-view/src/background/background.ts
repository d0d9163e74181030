/** The layer below the markers. */
export interface Background {
  remove: () => void;
}
