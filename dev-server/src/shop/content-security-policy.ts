import { tileOrigins, type MapTiles } from '@driver-dispatch/contract';

/**
 * The `Content-Security-Policy` of a page. It allows scripts, data and styles from the shop, and images from the shop and
 * the tile servers.
 *
 * @param inlineStyles whether components of the page insert style elements
 */
export function contentSecurityPolicy(
  tiles: Pick<MapTiles, 'url' | 'darkUrl'> | undefined,
  inlineStyles: boolean,
): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self'${inlineStyles ? " 'unsafe-inline'" : ''}`,
    ["img-src 'self' data: blob:", ...tileOrigins(tiles)].join(' '),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
