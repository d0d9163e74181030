const DIRECTIONS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Pixels of a step, and of a small one. */
const STEP = { usual: 10, small: 1 };

/** By how many pixels a key moves a marker: arrows by ten, with Shift by one; undefined for other keys. */
export function nudgeOf({
  key,
  shiftKey,
}: Pick<KeyboardEvent, 'key' | 'shiftKey'>): [x: number, y: number] | undefined {
  const direction = DIRECTIONS[key];
  const step = shiftKey ? STEP.small : STEP.usual;
  return direction && [direction[0] * step, direction[1] * step];
}
