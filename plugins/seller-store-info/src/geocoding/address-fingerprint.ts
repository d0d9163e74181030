import type { GeocodingAddress } from '@driver-dispatch/contract';
import { createHash } from 'node:crypto';

/** Hash of an address for cache keys. It ignores upper and lower case and repeated blanks. */
export function addressFingerprint(address: GeocodingAddress): string {
  const { streetLine1, streetLine2, city, postalCode, province, countryCode } = address;
  const parts = [streetLine1, streetLine2, city, postalCode, province, countryCode].map((part) =>
    (part ?? '').trim().replace(/\s+/g, ' ').toLowerCase(),
  );
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
