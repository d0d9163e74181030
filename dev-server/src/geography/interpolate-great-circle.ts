import { EARTH_RADIUS_METRES, greatCircleDistance, type Point } from '@driver-dispatch/contract';

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/**
 * Returns the point at a fraction of the great circle between two points of a sphere.
 *
 * Spherical linear interpolation (K. Shoemake, "Animating Rotation with Quaternion Curves", SIGGRAPH 1985).
 *
 * @param fraction from 0 (`from`) to 1 (`to`); other values are clamped
 */
export function interpolateGreatCircle(from: Point, to: Point, fraction: number): Point {
  const angle = greatCircleDistance(from, to) / EARTH_RADIUS_METRES;
  if (fraction <= 0 || angle === 0) {
    return from;
  }
  if (fraction >= 1) {
    return to;
  }
  const a = Math.sin((1 - fraction) * angle) / Math.sin(angle);
  const b = Math.sin(fraction * angle) / Math.sin(angle);
  const [x1, y1, z1] = unitVector(from);
  const [x2, y2, z2] = unitVector(to);
  const [x, y, z] = [a * x1 + b * x2, a * y1 + b * y2, a * z1 + b * z2];
  return { lat: degrees(Math.atan2(z, Math.hypot(x, y))), lon: degrees(Math.atan2(y, x)) };
}

function unitVector({ lat, lon }: Point): [number, number, number] {
  const cos = Math.cos(radians(lat));
  return [cos * Math.cos(radians(lon)), cos * Math.sin(radians(lon)), Math.sin(radians(lat))];
}
