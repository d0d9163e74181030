import type { Bench } from '../world/bench';
import { computeSpread, type Spread } from './spread';

export interface Alternated<T> {
  a: T[];
  b: T[];
  /** Whether the machine's speed changed too much in one of the measurements. */
  unreliable: boolean;
}

/** Measures two sides alternately, so that a change of the machine's speed affects both. */
export async function alternate<T>(
  bench: Bench,
  name: string,
  measureA: () => Promise<T>,
  measureB: () => Promise<T>,
): Promise<Alternated<T>> {
  const result: Alternated<T> = { a: [], b: [], unreliable: false };
  for (let pair = 1; pair <= bench.sizes.pairs; pair++) {
    for (const [side, measure] of [
      ['a', measureA],
      ['b', measureB],
    ] as const) {
      const { value, unreliable } = await bench.calibration.measure(name, measure);
      result[side].push(value);
      result.unreliable ||= unreliable;
    }
  }
  return result;
}

/** Returns the ratios of a to b in each pair. */
export function ratios<T>({ a, b }: Alternated<T>, figure: (value: T) => number): Spread {
  return computeSpread(a.map((value, i) => figure(value) / figure(b[i]!)));
}

/** Returns the median of one side. */
export function computeMedian<T>(values: readonly T[], figure: (value: T) => number): number {
  return computeSpread(values.map(figure)).median;
}
