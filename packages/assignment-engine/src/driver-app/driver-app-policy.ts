import { tileOrigins } from '@driver-dispatch/contract';
import type { EngineConfiguration } from '../configuration/engine-options';

/**
 * The `Content-Security-Policy` of the driver app. It allows scripts, styles and data from the engine, images from the
 * device and the tile servers, and uploads to the shop.
 */
export function driverAppPolicy({
  driverApp: { mapTiles },
  proof: { imageUrl },
}: Pick<EngineConfiguration, 'driverApp' | 'proof'>): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["img-src 'self' data: blob:", ...tileOrigins(mapTiles)].join(' '),
    ["connect-src 'self'", ...(imageUrl ? [new URL(imageUrl).origin] : [])].join(' '),
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
