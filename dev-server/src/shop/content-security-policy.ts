import type { MapTiles } from '@driver-dispatch/contract';

/**
 * The `Content-Security-Policy` of a page: scripts, data and styles come from the shop, images from the shop and from the
 * tile server.
 *
 * @param tiles addresses of the map's tiles, with `{s}` for a subdomain
 * @param inlineStyles whether the page's components insert styles of their own
 */
export function contentSecurityPolicy(
  tiles: Pick<MapTiles, 'url' | 'darkUrl'> | undefined,
  inlineStyles: boolean,
): string {
  const origins = [tiles?.url, tiles?.darkUrl].flatMap((url) => (url ? originOf(url) : []));
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self'${inlineStyles ? " 'unsafe-inline'" : ''}`,
    ["img-src 'self' data: blob:", ...new Set(origins)].join(' '),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The origin of tiles elsewhere, with a wildcard for the subdomain. */
function originOf(url: string): string[] {
  const [origin] = /^https?:\/\/[^/]+/.exec(url) ?? [];
  return origin ? [origin.replaceAll('{s}', '*')] : [];
}
