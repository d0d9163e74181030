/** Where the pictures below a map come from. */
export interface MapTiles {
  /** With `{z}`, `{x}` and `{y}`. */
  url: string;
  /** For the dashboard in dark; the light ones are darkened where it is left out. */
  darkUrl?: string | null;
  /** Text: who made the pictures. */
  attribution?: string | null;
  /** Address of a page about them, to which the text is a link. */
  attributionUrl?: string | null;
  /** The deepest zoom there are pictures for. */
  maxZoom?: number | null;
}
