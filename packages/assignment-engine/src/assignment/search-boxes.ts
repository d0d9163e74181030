import { EARTH_RADIUS_METRES, type Point } from '@driver-dispatch/contract';

/** A rectangle in degrees, and the place in it, or beside it, that it is searched from. */
export interface SearchBox {
  south: number;
  north: number;
  west: number;
  east: number;
  from: Point;
}

/** Degrees by which a box is larger than it needs to be, a tenth of a millimetre: more than rounding takes away. */
const ALLOWANCE_DEGREES = 1e-9;

const toDegrees = (radians: number) => (radians * 180) / Math.PI;

/**
 * Boxes that hold every point within a distance, anywhere on Earth: one, or two where the antimeridian is crossed.
 * Where a pole is within reach the box goes all the way round. Formula: J. P. Matuschek, "Finding Points Within a
 * Distance of a Latitude/Longitude Using Bounding Coordinates".
 */
export function searchBoxes({ lat, lon }: Point, metres: number): SearchBox[] {
  const angle = Math.min(metres / EARTH_RADIUS_METRES, Math.PI);
  const [south, north] = [-1, 1].map((way) => lat + way * (toDegrees(angle) + ALLOWANCE_DEGREES));
  const band = { south: Math.max(south, -90), north: Math.min(north, 90) };
  if (south <= -90 || north >= 90) {
    return [{ ...band, west: -180, east: 180, from: { lat, lon } }];
  }
  // The cosine is above that of the pole by what keeps the box off it: the quotient is below 1 but for rounding.
  const half = Math.asin(Math.min(1, Math.sin(angle) / Math.cos((lat * Math.PI) / 180)));
  const west = lon - toDegrees(half) - ALLOWANCE_DEGREES;
  const east = lon + toDegrees(half) + ALLOWANCE_DEGREES;
  const boxes = [{ ...band, west: Math.max(west, -180), east: Math.min(east, 180), from: { lat, lon } }];
  if (west < -180) {
    boxes.push({ ...band, west: west + 360, east: 180, from: { lat, lon: lon + 360 } });
  }
  if (east > 180) {
    boxes.push({ ...band, west: -180, east: east - 360, from: { lat, lon: lon - 360 } });
  }
  return boxes;
}
