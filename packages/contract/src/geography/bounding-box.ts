import type { Point } from '../messages/point';
import { EARTH_RADIUS_METRES } from './great-circle-distance';

/** Degrees, WGS 84. */
export interface BoundingBox {
  south: number;
  north: number;
  /** Greater than `east` when the box crosses the antimeridian. */
  west: number;
  east: number;
}

/** Tolerance for rounding errors in degrees, about a tenth of a millimetre. */
const SLACK = 1e-9;

const toRadians = (degrees: number) => (degrees * Math.PI) / 180;
const toDegrees = (radians: number) => (radians * 180) / Math.PI;

/**
 * Returns the smallest box of latitudes and longitudes that contains all points within a radius. A database can use it as
 * a filter before distances are measured.
 *
 * The maximum longitude of a spherical cap is not on the centre's parallel. It is asin(sin r / cos lat), after J. P.
 * Matuschek, "Finding Points Within a Distance of a Latitude/Longitude Using Bounding Coordinates".
 */
export function boundingBox(center: Point, radiusMetres: number): BoundingBox {
  const angle = radiusMetres / EARTH_RADIUS_METRES;
  const south = center.lat - toDegrees(angle) - SLACK;
  const north = center.lat + toDegrees(angle) + SLACK;
  if (south <= -90 || north >= 90) {
    // The circle contains a pole, so it spans all longitudes.
    return { south: Math.max(south, -90), north: Math.min(north, 90), west: -180, east: 180 };
  }
  // The circle does not contain a pole, so the quotient is below 1 except for rounding errors.
  const sine = Math.min(1, Math.sin(angle) / Math.cos(toRadians(center.lat)));
  const halfWidth = toDegrees(Math.asin(sine)) + SLACK;
  return { south, north, west: wrap(center.lon - halfWidth), east: wrap(center.lon + halfWidth) };
}

function wrap(longitude: number): number {
  if (longitude < -180) {
    return longitude + 360;
  }
  return longitude > 180 ? longitude - 360 : longitude;
}
