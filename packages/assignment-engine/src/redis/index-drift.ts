/**
 * The ways in which a driver's entry in the index can differ from PostgreSQL: AVAILABLE and missing from the geo
 * index; in it though BUSY or OFFLINE; in it though PostgreSQL knows no such driver; elsewhere than PostgreSQL has
 * the driver; of another status; or of an earlier decision, as each is for the moment until Redis is told.
 */
export const DRIFT_KINDS = ['missing', 'unavailable', 'unknown', 'misplaced', 'status', 'behind'] as const;

export type DriftKind = (typeof DRIFT_KINDS)[number];

/** How many drivers' entries differ in which way, each counted once. */
export type IndexDrift = Record<DriftKind, number>;

export function sumDrift(...parts: readonly Partial<IndexDrift>[]): IndexDrift {
  const sum = { missing: 0, unavailable: 0, unknown: 0, misplaced: 0, status: 0, behind: 0 };
  for (const part of parts) {
    DRIFT_KINDS.forEach((kind) => (sum[kind] += part[kind] ?? 0));
  }
  return sum;
}

/** How many entries differed in any way. */
export function countDrift(drift: IndexDrift): number {
  return DRIFT_KINDS.reduce((count, kind) => count + drift[kind], 0);
}
