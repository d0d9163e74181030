import type { AssignmentRecord, RecordedCandidate, DeliveryRecord } from '@driver-dispatch/contract';

/** The API value for a delivery without engine data. */
export const notInEngine = (problem: string) => ({
  problem,
  failedPinAttempts: 0,
  timeline: [],
  assignments: [],
});

/**
 * Converts the engine's record of a delivery for the API.
 *
 * @param showAllCandidates false hides all candidates except the chosen driver, as they may belong to the platform or also
 * serve other sellers
 */
export function inEngine({ events, assignments, ...delivery }: DeliveryRecord, showAllCandidates: boolean) {
  return {
    ...delivery,
    timeline: events.map(({ id: eventId, ...step }) => ({ ...step, eventId })),
    assignments: assignments.map((assignment) => toApiAssignment(assignment, showAllCandidates)),
  };
}

function toApiAssignment(
  { source, candidates, ...assignment }: AssignmentRecord,
  showAllCandidates: boolean,
) {
  return {
    ...assignment,
    source: source.toUpperCase(),
    candidates: candidates.map((driver) => ({
      ...driver,
      ...(showAllCandidates || driver.outcome === 'chosen' ? {} : { driverId: null, name: null }),
      outcome: driver.outcome.toUpperCase(),
      reason: getReason(driver),
    })),
  };
}

function getReason({ outcome, statusAtAssignment }: RecordedCandidate): string {
  switch (outcome) {
    case 'chosen':
      return 'Chosen';
    case 'farther':
      return 'Farther away';
    case 'assigned_elsewhere':
      return 'Assigned to a nearer delivery at the same time';
    case 'ineligible':
      return statusAtAssignment === null || statusAtAssignment === 'AVAILABLE'
        ? 'Ineligible: moved, no recent heartbeat, or claimed by another request'
        : `Ineligible: ${statusAtAssignment}`;
  }
}
