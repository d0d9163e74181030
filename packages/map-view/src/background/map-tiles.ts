/** Where the pictures below a map come from. */
export interface MapTiles {
  /** With `{z}`, `{x}` and `{y}`. */
  url: string;
  /** For the dashboard in dark; the light ones are darkened where it is left out. */
  darkUrl?: string | null;
  /** HTML, whom the map thanks. */
  attribution?: string | null;
  /** The deepest zoom there are pictures for. */
  maxZoom?: number | null;
}
