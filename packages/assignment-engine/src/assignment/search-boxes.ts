import { EARTH_RADIUS_METRES, type Point } from '@driver-dispatch/contract';

/** A rectangle in degrees, and the point in or beside it to which the distance is measured. */
export interface SearchBox {
  south: number;
  north: number;
  west: number;
  east: number;
  from: Point;
}

/** Degrees added to each side of a box, a tenth of a millimetre, so that rounding errors exclude no point. */
const ALLOWANCE_DEGREES = 1e-9;

const toDegrees = (radians: number) => (radians * 180) / Math.PI;

/**
 * Boxes that contain every point within a distance, anywhere on Earth: one, or two if the circle crosses the antimeridian.
 * If the circle contains a pole, the box spans all longitudes. Formula: J. P. Matuschek, "Finding Points Within a Distance
 * of a Latitude/Longitude Using Bounding Coordinates".
 */
export function searchBoxes({ lat, lon }: Point, metres: number): SearchBox[] {
  const angle = Math.min(metres / EARTH_RADIUS_METRES, Math.PI);
  const [south, north] = [-1, 1].map((way) => lat + way * (toDegrees(angle) + ALLOWANCE_DEGREES));
  const band = { south: Math.max(south, -90), north: Math.min(north, 90) };
  if (south <= -90 || north >= 90) {
    return [{ ...band, west: -180, east: 180, from: { lat, lon } }];
  }
  // The circle does not contain a pole, so that the quotient is below 1 except for rounding errors.
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
