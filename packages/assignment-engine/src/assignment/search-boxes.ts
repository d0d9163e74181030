import { boundingBox, type BoundingBox, type Point } from '@driver-dispatch/contract';

/** A rectangle in degrees, and the point in or beside it to which the distance is measured. */
export interface SearchBox extends BoundingBox {
  from: Point;
}

/**
 * Boxes that contain every point within a distance, anywhere on Earth: one, or two if the circle crosses the antimeridian.
 * The centre's own box is the first.
 */
export function searchBoxes(centre: Point, metres: number): SearchBox[] {
  const box = boundingBox(centre, metres);
  if (box.west <= box.east) {
    return [{ ...box, from: centre }];
  }
  const { lat, lon } = centre;
  const east = { ...box, east: 180 };
  const west = { ...box, west: -180 };
  return lon > 0
    ? [
        { ...east, from: centre },
        { ...west, from: { lat, lon: lon - 360 } },
      ]
    : [
        { ...west, from: centre },
        { ...east, from: { lat, lon: lon + 360 } },
      ];
}
