/** Degrees, WGS 84. */
export interface Point {
  lat: number;
  lon: number;
}

/** Degrees. `west` is less than `east`: bounds do not cross the 180th meridian. */
export interface Bounds {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** Returns the smallest bounds that contain all points, or undefined without points. */
export function computeBounds(points: readonly Point[]): Bounds | undefined {
  const [first] = points;
  if (!first) {
    return undefined;
  }
  const bounds = { south: first.lat, west: first.lon, north: first.lat, east: first.lon };
  for (const { lat, lon } of points) {
    bounds.south = Math.min(bounds.south, lat);
    bounds.north = Math.max(bounds.north, lat);
    bounds.west = Math.min(bounds.west, lon);
    bounds.east = Math.max(bounds.east, lon);
  }
  return bounds;
}
