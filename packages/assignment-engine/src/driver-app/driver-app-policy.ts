import type { EngineConfiguration } from '../configuration/engine-options';

/**
 * The `Content-Security-Policy` of the driver app. It allows scripts, styles and data from the engine, images from the
 * device and the tile servers, and uploads to the shop.
 */
export function driverAppPolicy({
  driverApp: { mapTiles },
  proof: { imageUrl },
}: Pick<EngineConfiguration, 'driverApp' | 'proof'>): string {
  const tiles = [mapTiles?.url, mapTiles?.darkUrl].flatMap((url) => (url ? getOrigin(url) : []));
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["img-src 'self' data: blob:", ...new Set(tiles)].join(' '),
    ["connect-src 'self'", ...(imageUrl ? getOrigin(imageUrl) : [])].join(' '),
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The origin of an absolute URL, with a wildcard for the subdomain `{s}` of tiles; empty for a relative URL. */
function getOrigin(url: string): string[] {
  const [origin] = /^https?:\/\/[^/]+/.exec(url) ?? [];
  return origin ? [origin.replaceAll('{s}', '*')] : [];
}
