import type { AssignmentRecord, RecordedCandidate, DeliveryRecord } from '@driver-dispatch/contract';

/** What the API answers of a delivery that the engine does not have, or can't tell of. */
export const notInEngine = (problem: string) => ({ problem, failedPinAttempts: 0, timeline: [], assignments: [] });

/**
 * The engine's record of a delivery as the API shows it.
 *
 * @param whole whether all who were looked at may be known; else the chosen driver only: the others may be the
 * platform's, or serve other sellers too
 */
export function inEngine({ events, assignments, ...delivery }: DeliveryRecord, whole: boolean) {
  return {
    ...delivery,
    timeline: events.map(({ id: eventId, ...step }) => ({ ...step, eventId })),
    assignments: assignments.map((assignment) => assignmentShown(assignment, whole)),
  };
}

function assignmentShown({ source, considered, ...assignment }: AssignmentRecord, whole: boolean) {
  return {
    ...assignment,
    source: source.toUpperCase(),
    considered: considered.map((driver) => ({
      ...driver,
      ...(whole || driver.outcome === 'chosen' ? {} : { driverId: null, name: null }),
      outcome: driver.outcome.toUpperCase(),
      reason: reasonOf(driver),
    })),
  };
}

function reasonOf({ outcome, statusThen }: RecordedCandidate): string {
  switch (outcome) {
    case 'chosen':
      return 'Chosen';
    case 'farther':
      return 'Farther away';
    case 'given_elsewhere':
      return 'Given in the same moment to a delivery that was nearer';
    case 'refused':
      return statusThen === null || statusThen === 'AVAILABLE'
        ? 'Not to be had: elsewhere than the index knew, silent for too long, or about to be taken'
        : `Not to be had: ${statusThen}`;
  }
}
