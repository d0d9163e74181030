const DIRECTIONS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Step sizes in pixels. */
const STEP = { usual: 10, small: 1 };

/**
 * Returns by how many pixels a key moves a marker: ten for an arrow key, one for an arrow key with Shift. Undefined for
 * other keys.
 */
export function nudgeOffset({
  key,
  shiftKey,
}: Pick<KeyboardEvent, 'key' | 'shiftKey'>): [x: number, y: number] | undefined {
  const direction = DIRECTIONS[key];
  const step = shiftKey ? STEP.small : STEP.usual;
  return direction && [direction[0] * step, direction[1] * step];
}
