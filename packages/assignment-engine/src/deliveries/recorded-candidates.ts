import type {
  AssignmentRecord,
  DriverStatus,
  RecordedCandidate,
  UnmetRequirement,
} from '@driver-dispatch/contract';

/** The recorded decision of an assignment. */
export interface Decision {
  source: AssignmentRecord['source'];
  /** The operator, for a manual assignment. */
  operator?: string;
  /** Drivers whose claim failed. */
  refused: string[];
  /** The nearest drivers who do not meet the requirements. */
  skipped?: { driverId: string; distanceMetres: number; reason: UnmetRequirement }[];
  /** The nearest candidates, nearest first. */
  candidates: { driverId: string; distanceMetres: number }[];
}

/** Names and statuses, at the time of the decision, of its drivers. */
export type RecordedDrivers = Record<string, { name: string; status: DriverStatus | null }>;

/**
 * The candidates of a decision with their outcomes. A driver who ranked before the chosen one without being refused was
 * assigned to a nearer delivery at the same time.
 */
export function recordedCandidates(
  decision: Decision,
  chosenId: string,
  drivers: RecordedDrivers,
): RecordedCandidate[] {
  const described = (driverId: string) => ({
    driverId,
    name: drivers[driverId]?.name ?? null,
    statusAtAssignment: driverId === chosenId ? ('AVAILABLE' as const) : (drivers[driverId]?.status ?? null),
  });
  const { skipped = [] } = decision;
  const chosenAt = decision.candidates.findIndex(({ driverId }) => driverId === chosenId);
  const candidates = decision.candidates.map(({ driverId, distanceMetres }, rank): RecordedCandidate => ({
    ...described(driverId),
    distanceMetres,
    reason: null,
    outcome:
      rank === chosenAt ? 'CHOSEN' : chosenAt === -1 || rank < chosenAt ? 'ASSIGNED_ELSEWHERE' : 'FARTHER',
  }));
  const ineligible = skipped.map(({ driverId, distanceMetres, reason }): RecordedCandidate => ({
    ...described(driverId),
    distanceMetres,
    outcome: 'INELIGIBLE',
    reason,
  }));
  const refused = decision.refused
    .filter((id) => [...decision.candidates, ...skipped].every(({ driverId }) => driverId !== id))
    .map((driverId): RecordedCandidate => ({
      ...described(driverId),
      distanceMetres: null,
      outcome: 'INELIGIBLE',
      reason: null,
    }));
  return [...candidates, ...ineligible, ...refused];
}
