/** A position on the map in pixels. */
export interface Pixel {
  x: number;
  y: number;
}

/** Maximum distance between a dropped marker and its target in pixels, about the size of a marker. */
const REACH = 28;

/** Returns the id of the target nearest to a position, or undefined if none is close. */
export function findTarget(
  position: Pixel,
  targets: readonly { id: string; position: Pixel }[],
): string | undefined {
  const distanceOf = (target: { position: Pixel }) =>
    Math.hypot(target.position.x - position.x, target.position.y - position.y);
  const [nearest] = [...targets].sort((a, b) => distanceOf(a) - distanceOf(b));
  return nearest && distanceOf(nearest) <= REACH ? nearest.id : undefined;
}
