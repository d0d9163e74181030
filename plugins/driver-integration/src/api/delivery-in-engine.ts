import type { AssignmentRecord, DeliveryRecord, RecordedError } from '@driver-dispatch/contract';
import { hideDriver } from '../dispatcher/shown-offer';
import type { Problem } from '../problems/problem';
import { fromRecordedError } from '../problems/problem-error';

/** The API value for a delivery without engine data. */
export const notInEngine = (problem: Problem) => ({
  problem,
  failedPinAttempts: 0,
  timeline: [],
  assignments: [],
  offers: [],
  messages: [],
});

/**
 * Converts the engine's record of a delivery for the API.
 *
 * @param showAllDrivers false hides candidates and drivers with offers except the chosen driver, as they may belong to the
 * platform or also serve other sellers
 */
export function inEngine(
  { events, assignments, offers, ...delivery }: DeliveryRecord,
  showAllDrivers: boolean,
) {
  return {
    ...delivery,
    timeline: events.map(({ id: eventId, ...step }) => ({ ...withProblem(step), eventId })),
    assignments: assignments.map((assignment) => toApiAssignment(assignment, showAllDrivers)),
    offers: showAllDrivers ? offers : offers.map(hideDriver),
  };
}

/** Converts `lastError` for the API. */
export function withProblem<Row extends { lastError: RecordedError | null }>(row: Row) {
  return { ...row, lastError: row.lastError && fromRecordedError(row.lastError) };
}

function toApiAssignment({ candidates, ...assignment }: AssignmentRecord, showAllDrivers: boolean) {
  return {
    ...assignment,
    candidates: candidates.map((driver) => ({
      ...driver,
      ...(showAllDrivers || driver.outcome === 'CHOSEN' ? {} : { driverId: null, name: null }),
    })),
  };
}
