import { greatCircleDistance } from '@driver-dispatch/contract';
import type { EngineAssignment, EngineDelivery, EngineDriver } from '../evidence/evidence';
import { availableSpans, heartbeatSpans, locatedSpans, type Located } from './driver-spans';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { CLOCK_MARGIN_MS, POSITION_MARGIN_METRES } from './margins';
import { intersect } from './span';
import { SpatialSweep } from './spatial-sweep';
import { aboutDelivery, type Finding } from './violation';

/** Another driver must have been available this long before and after an assignment, in ms. */
const FREE_BEFORE_MS = 2_000;
const FREE_AFTER_MS = 1_000;

/** Time after the assignment of a delivery in which another engine may still try to assign it, in ms. */
const CONTENDED_MS = 1_000;

/** A driver who is certainly available at a certain location. */
interface FreeDriver extends Located {
  driver: EngineDriver;
}

/** A delivery that may be PENDING. */
interface Pending extends Located {
  delivery: EngineDelivery;
}

/** An assignment, and the nearest other driver who certainly could have been assigned instead. */
export interface Comparison {
  assignment: EngineAssignment;
  delivery: EngineDelivery;
  other: EngineDriver;
  /** From the other driver to the pickup. */
  otherMetres: number;
}

/** Number of drivers farther away than the chosen one that are considered for the comparison. */
const FARTHER_DRIVERS = 3;

/**
 * Compares each assignment with the nearest other driver who was certainly available and eligible. Leaves out assignments
 * without such a driver.
 *
 * A sweep over time with grids of available drivers and of pending deliveries: O(n log n) in operations, status changes and
 * assignments, and for each assignment the available drivers within its search radius.
 */
export function compareWithFreeDrivers(history: IndexedEvidence): Comparison[] {
  const { drivers, deliveries, assignments } = history.evidence.engine;
  const firstFaultAfter = firstAfter(history.evidence.injections.map(({ at }) => at));
  const free = new SpatialSweep(drivers.flatMap((driver) => freeSpans(history, driver, firstFaultAfter)));
  const pending = new SpatialSweep(deliveries.flatMap((delivery) => pendingSpans(history, delivery)));
  return [...assignments]
    .sort((a, b) => a.assignedAt - b.assignedAt)
    .flatMap((assignment) => {
      free.advance(assignment.assignedAt);
      pending.advance(assignment.assignedAt);
      return compare(history, assignment, free, pending) ?? [];
    });
}

/** Reports assignments with a nearer available driver. */
export function nearerDrivers(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const comparisons = compareWithFreeDrivers(history);
  compared.add('I6.nearest', comparisons.length);
  return comparisons
    .filter(({ assignment, otherMetres }) => otherMetres < assignment.distanceMetres - POSITION_MARGIN_METRES)
    .map(({ assignment: { deliveryId, driverId, distanceMetres, assignedAt }, other, otherMetres }) => ({
      check: 'I6.nearest',
      subject: aboutDelivery(deliveryId),
      message:
        `was assigned to ${driverId}, ${Math.round(distanceMetres)} m away, ` +
        `while ${other.id} was available ${Math.round(otherMetres)} m away`,
      at: assignedAt,
    }));
}

function compare(
  history: IndexedEvidence,
  assignment: EngineAssignment,
  free: SpatialSweep<FreeDriver>,
  pending: SpatialSweep<Pending>,
): Comparison | undefined {
  const { deliveryId, driverId, distanceMetres, decision, assignedAt, isOffer } = assignment;
  const delivery = history.delivery(deliveryId);
  const pickup = delivery?.pickup;
  // A nearer driver may have declined an offer before.
  if (!delivery || !pickup || decision.source === 'OPERATOR' || isOffer) {
    return undefined;
  }
  const radius = (delivery.searchRadiusMetres ?? 0) - POSITION_MARGIN_METRES;
  const others = free
    .near(pickup, radius)
    .map((candidate) => ({ candidate, distance: greatCircleDistance(candidate.point, pickup) }))
    .filter(
      ({ candidate: { driver }, distance }) =>
        distance < radius &&
        driver.id !== driverId &&
        history.served(driver, delivery.channelId, assignedAt) === true,
    )
    .sort((a, b) => a.distance - b.distance);
  const nearer = others.filter(({ distance }) => distance < distanceMetres).length;
  const found = others
    .slice(0, nearer + FARTHER_DRIVERS)
    .find(
      ({ candidate, distance }) =>
        !mayGoToOtherDelivery(history, candidate, distance, delivery, assignedAt, pending) &&
        !(
          decision.refused.includes(candidate.driver.id) && mayHaveBeenLocked(history, candidate, assignedAt)
        ),
    );
  return found && { assignment, delivery, other: found.candidate.driver, otherMetres: found.distance };
}

/**
 * Returns the spans in which a driver was certainly available for long enough before and after, with a certain location and
 * a valid heartbeat. An assignment in such a span should consider the driver.
 */
function freeSpans(
  history: IndexedEvidence,
  driver: EngineDriver,
  firstFaultAfter: (at: number) => number,
): FreeDriver[] {
  const operations = history.operationsOfDriver(driver.id);
  const ttlMs = history.evidence.heartbeatTtlSeconds.shortest * 1_000;
  const located = locatedSpans(operations, firstFaultAfter);
  const available = availableSpans(history.changesOf(driver.id));
  const online = heartbeatSpans(operations, ttlMs, firstFaultAfter);
  return intersect(intersect(located, available), online).map(({ point, from, to }) => ({
    driver,
    point,
    from: from + FREE_BEFORE_MS + CLOCK_MARGIN_MS,
    to: to - FREE_AFTER_MS - CLOCK_MARGIN_MS,
  }));
}

function pendingSpans(history: IndexedEvidence, delivery: EngineDelivery): Pending[] {
  const { id, pickup, createdAt, finishedAt } = delivery;
  // The first assignment: a reassigned delivery is not PENDING in between.
  const assignedAt = history.assignmentsOf(id)[0]?.assignedAt;
  if (!pickup) {
    return [];
  }
  const endedAt = assignedAt ?? finishedAt ?? Infinity;
  return [{ delivery, point: pickup, from: createdAt - CLOCK_MARGIN_MS, to: endedAt + CONTENDED_MS }];
}

/**
 * Whether another PENDING delivery was as near to the driver. In a batch the nearer delivery gets the driver. If another
 * engine assigns that delivery first, the driver stays available.
 */
function mayGoToOtherDelivery(
  history: IndexedEvidence,
  { driver, point }: FreeDriver,
  distance: number,
  delivery: EngineDelivery,
  at: number,
  pending: SpatialSweep<Pending>,
): boolean {
  return pending
    .near(point, distance + POSITION_MARGIN_METRES)
    .some(
      ({ delivery: other }) =>
        other.id !== delivery.id && history.served(driver, other.channelId, at) !== false,
    );
}

/** Whether a heartbeat or another request may have locked the driver's row. Claims skip locked rows. */
function mayHaveBeenLocked(history: IndexedEvidence, { driver }: FreeDriver, at: number): boolean {
  return history
    .operationsOfDriver(driver.id)
    .some(
      ({ invokedAt, completedAt }) => invokedAt <= at + CLOCK_MARGIN_MS && completedAt + FREE_BEFORE_MS >= at,
    );
}

/** Returns a function that finds the first of these times at or after a given one, by binary search; else Infinity. */
function firstAfter(times: readonly number[]): (at: number) => number {
  const sorted = [...times].sort((a, b) => a - b);
  return (at) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return sorted[low] ?? Infinity;
  };
}
