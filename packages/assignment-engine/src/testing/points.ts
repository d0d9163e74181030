import { EARTH_RADIUS_METRES, type Point } from '@driver-dispatch/contract';

const METRES_PER_DEGREE = (Math.PI / 180) * EARTH_RADIUS_METRES;

let created = 0;

/** Returns a point that no search from another point of this spec file can reach. Tests share an engine. */
export function nextPoint(): Point {
  const index = created++;
  return { lat: -60 + (index % 40) * 3, lon: -170 + Math.floor(index / 40) * 10 };
}

/** Returns the point `metres` north of another. */
export function north(point: Point, metres: number): Point {
  return { lat: point.lat + metres / METRES_PER_DEGREE, lon: point.lon };
}

/** Returns the point at a distance and bearing (radians) along a great circle, anywhere on Earth. */
export function travel({ lat, lon }: Point, metres: number, bearing: number): Point {
  const [phi, delta] = [(lat * Math.PI) / 180, metres / EARTH_RADIUS_METRES];
  const sine = Math.sin(phi) * Math.cos(delta) + Math.cos(phi) * Math.sin(delta) * Math.cos(bearing);
  const phi2 = Math.asin(Math.max(-1, Math.min(1, sine)));
  const turned = Math.atan2(
    Math.sin(bearing) * Math.sin(delta) * Math.cos(phi),
    Math.cos(delta) - Math.sin(phi) * Math.sin(phi2),
  );
  const degrees = lon + (turned * 180) / Math.PI;
  return { lat: (phi2 * 180) / Math.PI, lon: ((((degrees + 180) % 360) + 360) % 360) - 180 };
}
