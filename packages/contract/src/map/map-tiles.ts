import { z } from 'zod';

/** Where the pictures below the dashboard's maps come from: any server of raster tiles, as in XYZ or "slippy" maps. */
export interface MapTiles {
  /**
   * Address of a tile, with `{z}`, `{x}` and `{y}`; `{s}` is one of `a`, `b`, `c`, and `{r}` is `@2x` on a fine screen.
   * @example 'https://tiles.example.com/{z}/{x}/{y}.png'
   */
  url: string;
  /**
   * Tiles for the dashboard in dark.
   * @default those of `url`, darkened
   */
  darkUrl?: string;
  /**
   * Text in the corner of the map that names the source of the tiles; most tile servers require it.
   * @default none
   * @example '© OpenStreetMap contributors'
   */
  attribution?: string;
  /**
   * HTTP or HTTPS address that the attribution links to.
   * @default the attribution is no link
   * @example 'https://www.openstreetmap.org/copyright'
   */
  attributionUrl?: string;
  /**
   * The deepest zoom there are tiles for, from 1 to 25; beyond it they are enlarged.
   * @default 19
   */
  maxZoom?: number;
}

const tileUrl = z.string().refine((url) => ['{z}', '{x}', '{y}'].every((part) => url.includes(part)), {
  error: 'needs {z}, {x} and {y}',
});

const mapTilesSchema = z.strictObject({
  url: tileUrl,
  darkUrl: tileUrl.optional(),
  attribution: z.string().optional(),
  attributionUrl: z.url({ protocol: /^https?$/, error: 'is an HTTP or HTTPS address' }).optional(),
  maxZoom: z.int().min(1).max(25).optional(),
}) satisfies z.ZodType<MapTiles>;

/** What is wrong with an option that should be {@link MapTiles}, or undefined. */
export function mapTilesFault(tiles: unknown): string | undefined {
  const [issue] = mapTilesSchema.safeParse(tiles).error?.issues ?? [];
  return issue && `${issue.path.join('.') || 'it'}: ${issue.message}`;
}
