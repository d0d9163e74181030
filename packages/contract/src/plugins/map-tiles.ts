import { z } from 'zod';

/** Raster tiles for the maps of the dashboard, from any XYZ tile server. */
export interface MapTiles {
  /**
   * URL of a tile with `{z}`, `{x}` and `{y}`. `{s}` becomes `a`, `b` or `c`, and `{r}` becomes `@2x` on a fine screen.
   * @example 'https://tiles.example.com/{z}/{x}/{y}.png'
   */
  url: string;
  /**
   * URL of a tile for the dark theme of the dashboard.
   * @default the tiles of `url`, darkened
   */
  darkUrl?: string;
  /**
   * Attribution in the corner of the map. Most tile servers require it.
   * @default none
   * @example '© OpenStreetMap contributors'
   */
  attribution?: string;
  /**
   * HTTP or HTTPS link target of the attribution.
   * @default none: the attribution is not a link
   * @example 'https://www.openstreetmap.org/copyright'
   */
  attributionUrl?: string;
  /**
   * Maximum zoom level of the tiles, 1 to 25. At higher zoom levels the tiles are enlarged.
   * @default 19
   */
  maxZoom?: number;
}

const tileUrl = z.string().refine((url) => ['{z}', '{x}', '{y}'].every((part) => url.includes(part)), {
  error: 'must contain {z}, {x} and {y}',
});

const mapTilesSchema = z.strictObject({
  url: tileUrl,
  darkUrl: tileUrl.optional(),
  attribution: z.string().optional(),
  attributionUrl: z.url({ protocol: /^https?$/, error: 'must be an HTTP or HTTPS URL' }).optional(),
  maxZoom: z.int().min(1).max(25).optional(),
}) satisfies z.ZodType<MapTiles>;

/** Validates {@link MapTiles}. Returns the first error, or undefined if the value is valid. */
export function mapTilesError(tiles: unknown): string | undefined {
  const [issue] = mapTilesSchema.safeParse(tiles).error?.issues ?? [];
  return issue && `${issue.path.join('.') || 'value'}: ${issue.message}`;
}

/**
 * Origins of the tile servers, for `img-src` of a `Content-Security-Policy`. The subdomain `{s}` becomes a wildcard. Tiles
 * with a relative URL have no origin.
 */
export function tileOrigins(tiles: Pick<MapTiles, 'url' | 'darkUrl'> | undefined): string[] {
  const origins = [tiles?.url, tiles?.darkUrl].flatMap(
    (url = '') => /^https?:\/\/[^/]+/.exec(url)?.[0] ?? [],
  );
  return [...new Set(origins.map((origin) => origin.replaceAll('{s}', '*')))];
}
