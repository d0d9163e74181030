import type { MapMarker } from '@driver-dispatch/map-view';

/** Distance between a point and the markers around it, in degrees of latitude (about 10 m). */
const RADIUS = 0.0001;

/** Arranges markers of the same point in a circle around it, so that none hides another. */
export function spread(markers: readonly MapMarker[]): MapMarker[] {
  const byPoint = new Map<string, MapMarker[]>();
  for (const marker of markers) {
    const key = `${marker.point.lat},${marker.point.lon}`;
    byPoint.set(key, [...(byPoint.get(key) ?? []), marker]);
  }
  return [...byPoint.values()].flatMap((group) =>
    group.length === 1
      ? group
      : group.map((marker, index) => ({ ...marker, point: around(marker.point, index / group.length) })),
  );
}

/** @param turn part of the circle, from 0 to 1 */
function around({ lat, lon }: MapMarker['point'], turn: number): MapMarker['point'] {
  const angle = turn * 2 * Math.PI;
  return {
    lat: lat + RADIUS * Math.cos(angle),
    lon: lon + (RADIUS * Math.sin(angle)) / Math.cos((lat * Math.PI) / 180),
  };
}
