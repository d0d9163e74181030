import type { MapTiles } from '@driver-dispatch/contract';

/**
 * The `Content-Security-Policy` of a page. It allows scripts, data and styles from the shop, and images from the shop and
 * the tile servers.
 *
 * @param tiles URLs of map tiles, with `{s}` for a subdomain
 * @param inlineStyles whether components of the page insert style elements
 */
export function contentSecurityPolicy(
  tiles: Pick<MapTiles, 'url' | 'darkUrl'> | undefined,
  inlineStyles: boolean,
): string {
  const origins = [tiles?.url, tiles?.darkUrl].flatMap((url) => (url ? getOrigin(url) : []));
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

/** The origin of an absolute URL, with a wildcard for the subdomain; empty for a relative URL. */
function getOrigin(url: string): string[] {
  const [origin] = /^https?:\/\/[^/]+/.exec(url) ?? [];
  return origin ? [origin.replaceAll('{s}', '*')] : [];
}
