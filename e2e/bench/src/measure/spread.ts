import { quantile } from '@driver-dispatch/local-servers';

/** Median and extremes of several measurements. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function computeSpread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: sorted[0]!, max: sorted.at(-1)! };
}
