import { EARTH_RADIUS_METRES, greatCircleDistance, type Point } from '@driver-dispatch/contract';

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/**
 * The point at a share of the great circle between two WGS 84 points.
 *
 * Spherical linear interpolation (K. Shoemake, "Animating Rotation with Quaternion Curves", SIGGRAPH 1985).
 *
 * @param share from 0 (`from`) to 1 (`to`); other values are clamped
 */
export function alongGreatCircle(from: Point, to: Point, share: number): Point {
  const angle = greatCircleDistance(from, to) / EARTH_RADIUS_METRES;
  if (share <= 0 || angle === 0) {
    return from;
  }
  if (share >= 1) {
    return to;
  }
  const a = Math.sin((1 - share) * angle) / Math.sin(angle);
  const b = Math.sin(share * angle) / Math.sin(angle);
  const [x1, y1, z1] = unitVector(from);
  const [x2, y2, z2] = unitVector(to);
  const [x, y, z] = [a * x1 + b * x2, a * y1 + b * y2, a * z1 + b * z2];
  return { lat: degrees(Math.atan2(z, Math.hypot(x, y))), lon: degrees(Math.atan2(y, x)) };
}

function unitVector({ lat, lon }: Point): [number, number, number] {
  const cos = Math.cos(radians(lat));
  return [cos * Math.cos(radians(lon)), cos * Math.sin(radians(lon)), Math.sin(radians(lat))];
}
