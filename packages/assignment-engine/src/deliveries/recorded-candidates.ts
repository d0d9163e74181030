import type { RecordedCandidate, DriverStatus } from '@driver-dispatch/contract';

/** A decision as the assignment's record has it. */
export interface Decision {
  source: 'redis' | 'postgres' | 'operator';
  /** Who has chosen the driver, where a person has. */
  operator?: string;
  refused: string[];
  /** The nearest, nearest first. */
  candidates: { driverId: string; distanceMetres: number }[];
}

/** Those a decision names: their names, and how they were at its time. */
export type People = Record<string, { name: string; status: DriverStatus | null }>;

/**
 * Everybody a decision looked at, and what became of that. Who ranked before the chosen driver and was not refused
 * had been given, in the same moment, to a delivery that was nearer.
 */
export function recordedCandidates(decision: Decision, chosenId: string, people: People): RecordedCandidate[] {
  const described = (driverId: string) => ({
    driverId,
    name: people[driverId]?.name ?? null,
    statusThen: driverId === chosenId ? ('AVAILABLE' as const) : (people[driverId]?.status ?? null),
  });
  const chosenAt = decision.candidates.findIndex(({ driverId }) => driverId === chosenId);
  const candidates = decision.candidates.map(({ driverId, distanceMetres }, rank): RecordedCandidate => ({
    ...described(driverId),
    distanceMetres,
    outcome:
      rank === chosenAt ? 'chosen' : chosenAt === -1 || rank < chosenAt ? 'given_elsewhere' : 'farther',
  }));
  const refused = decision.refused
    .filter((driverId) => decision.candidates.every((candidate) => candidate.driverId !== driverId))
    .map((driverId): RecordedCandidate => ({
      ...described(driverId),
      distanceMetres: null,
      outcome: 'refused',
    }));
  return [...candidates, ...refused];
}
