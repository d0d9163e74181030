/**
 * The value that this share of all is at most.
 *
 * @param sorted ascending
 */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
