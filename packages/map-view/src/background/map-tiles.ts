/** The tile server of a map. */
export interface MapTiles {
  /** URL template with `{z}`, `{x}` and `{y}`. */
  url: string;
  /** URL template for dark mode. Without it the light tiles are darkened. */
  darkUrl?: string | null;
  /** Plain text that names the source of the tiles. */
  attribution?: string | null;
  /** URL that the attribution links to. */
  attributionUrl?: string | null;
  /** Maximum zoom of the tiles. */
  maxZoom?: number | null;
}
