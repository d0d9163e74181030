/**
 * How a driver's entry in the index can differ from PostgreSQL:
 *
 * - `missing`: AVAILABLE, but not in the geo index
 * - `unavailable`: BUSY or OFFLINE, but in the geo index
 * - `unknown`: in the geo index, but not in PostgreSQL
 * - `misplaced`: at another location
 * - `wrong_status`: another status in the same version
 * - `stale`: an earlier version, as every entry until the next write
 */
export const DRIFT_KINDS = [
  'missing',
  'unavailable',
  'unknown',
  'misplaced',
  'wrong_status',
  'stale',
] as const;

export type DriftKind = (typeof DRIFT_KINDS)[number];

/** Number of differing entries by kind. Each entry is counted once. */
export type IndexDrift = Record<DriftKind, number>;

export function sumDrift(...parts: readonly Partial<IndexDrift>[]): IndexDrift {
  const sum = { missing: 0, unavailable: 0, unknown: 0, misplaced: 0, wrong_status: 0, stale: 0 };
  for (const part of parts) {
    DRIFT_KINDS.forEach((kind) => (sum[kind] += part[kind] ?? 0));
  }
  return sum;
}

/** Number of all differing entries. */
export function countDrift(drift: IndexDrift): number {
  return DRIFT_KINDS.reduce((count, kind) => count + drift[kind], 0);
}
