import { quantile } from '@driver-dispatch/local-servers';

export interface Summary {
  mean: number;
  median: number;
  p90: number;
}

/** Mean, median and 90th percentile (linear between closest ranks); undefined without values. */
export function summarize(values: readonly number[]): Summary | undefined {
  if (values.length === 0) {
    return undefined;
  }
  const sorted = [...values].sort((a, b) => a - b);
  return {
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
  };
}
