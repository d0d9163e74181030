import { greatCircleDistance } from '@driver-dispatch/contract';
import type { EngineAssignment, EngineDelivery, EngineDriver } from '../evidence/evidence';
import { availableSpans, heardSpans, locatedSpans, type Located } from './driver-spans';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { CLOCK_MARGIN_MS, POSITION_MARGIN_METRES } from './margins';
import { intersect } from './span';
import { SweptPlaces } from './swept-places';
import { aboutDelivery, type Finding } from './violation';

/** How long before and after an assignment another driver must have been free, in ms. */
const FREE_BEFORE_MS = 2_000;
const FREE_AFTER_MS = 1_000;

/** How long after a delivery was had another engine may still try to have it, in ms. */
const CONTENDED_MS = 1_000;

/** A driver who is certainly free in a certain place. */
interface FreeDriver extends Located {
  driver: EngineDriver;
}

/** A delivery that may be waiting in a place. */
interface Waiting extends Located {
  delivery: EngineDelivery;
}

/** An assignment, and the nearest other driver who could certainly have been assigned in its place. */
export interface Comparison {
  assignment: EngineAssignment;
  delivery: EngineDelivery;
  other: EngineDriver;
  /** From the other driver to the pickup. */
  otherMetres: number;
}

/** How many drivers farther away than the chosen one are looked at until one is found who can be compared. */
const FARTHER_DRIVERS = 3;

/**
 * Compares each assignment with the nearest other driver who was certainly free and eligible. Assignments at which
 * nobody else was certainly free are left out: they show nothing.
 *
 * A sweep over time with grids of free drivers and of waiting deliveries: O(n log n) in operations, status changes and
 * assignments, and for each assignment the free drivers within its search radius.
 */
export function compareWithFreeDrivers(history: IndexedEvidence): Comparison[] {
  const { drivers, deliveries, assignments } = history.evidence.engine;
  const struckAfter = firstAfter(history.evidence.injections.map(({ at }) => at));
  const free = new SweptPlaces(drivers.flatMap((driver) => freeSpans(history, driver, struckAfter)));
  const waiting = new SweptPlaces(deliveries.flatMap((delivery) => waitingSpans(history, delivery)));
  return [...assignments]
    .sort((a, b) => a.assignedAt - b.assignedAt)
    .flatMap((assignment) => {
      free.advance(assignment.assignedAt);
      waiting.advance(assignment.assignedAt);
      return compare(history, assignment, free, waiting) ?? [];
    });
}

/** Reports comparisons that the chosen driver loses. */
export function nearerDrivers(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const comparisons = compareWithFreeDrivers(history);
  compared.add('I6.nearest', comparisons.length);
  return comparisons
    .filter(({ assignment, otherMetres }) => otherMetres < assignment.distanceMetres - POSITION_MARGIN_METRES)
    .map(({ assignment: { deliveryId, driverId, distanceMetres, assignedAt }, other, otherMetres }) => ({
      check: 'I6.nearest',
      subject: aboutDelivery(deliveryId),
      message:
        `went to ${driverId}, ${Math.round(distanceMetres)} m away, while ${other.id} was free ` +
        `${Math.round(otherMetres)} m away`,
      at: assignedAt,
    }));
}

function compare(
  history: IndexedEvidence,
  assignment: EngineAssignment,
  free: SweptPlaces<FreeDriver>,
  waiting: SweptPlaces<Waiting>,
): Comparison | undefined {
  const { deliveryId, driverId, distanceMetres, decision, assignedAt } = assignment;
  const delivery = history.delivery(deliveryId);
  const pickup = delivery?.pickup;
  if (!delivery || !pickup || decision.source === 'operator') {
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
        !wantedElsewhere(history, candidate, distance, delivery, assignedAt, waiting) &&
        !(
          decision.refused.includes(candidate.driver.id) && mayHaveBeenLocked(history, candidate, assignedAt)
        ),
    );
  return found && { assignment, delivery, other: found.candidate.driver, otherMetres: found.distance };
}

/**
 * When a driver was certainly free for long enough before and after, where that was certain, and when it was heard:
 * moments at which an assignment should have considered it.
 */
function freeSpans(
  history: IndexedEvidence,
  driver: EngineDriver,
  struckAfter: (at: number) => number,
): FreeDriver[] {
  const operations = history.operationsOfDriver(driver.id);
  const ttlMs = history.evidence.heartbeatTtlSeconds.shortest * 1_000;
  const located = locatedSpans(operations, struckAfter);
  const available = availableSpans(history.changesOf(driver.id));
  const heard = heardSpans(operations, ttlMs, struckAfter);
  return intersect(intersect(located, available), heard).map(({ point, from, to }) => ({
    driver, point,
    from: from + FREE_BEFORE_MS + CLOCK_MARGIN_MS,
    to: to - FREE_AFTER_MS - CLOCK_MARGIN_MS,
  }));
}

function waitingSpans(history: IndexedEvidence, delivery: EngineDelivery): Waiting[] {
  const { id, pickup, createdAt, finishedAt } = delivery;
  // The first: one that has moved to another driver did not wait in between.
  const assignedAt = history.assignmentsOf(id)[0]?.assignedAt;
  if (!pickup) {
    return [];
  }
  const until = assignedAt ?? finishedAt ?? Infinity;
  return [{ delivery, point: pickup, from: createdAt - CLOCK_MARGIN_MS, to: until + CONTENDED_MS }];
}

/**
 * Whether another delivery was waiting that the driver is as near to. Of deliveries that are assigned together the
 * nearer one has the driver; if that one is lost to another engine, the driver stays free all the same.
 */
function wantedElsewhere(
  history: IndexedEvidence,
  { driver, point }: FreeDriver,
  distance: number,
  wanted: EngineDelivery,
  at: number,
  waiting: SweptPlaces<Waiting>,
): boolean {
  return waiting
    .near(point, distance + POSITION_MARGIN_METRES)
    .some(
      ({ delivery }) => delivery.id !== wanted.id && history.served(driver, delivery.channelId, at) !== false,
    );
}

/** A claim never waits: while a driver's row is written, as a heartbeat does, it counts as taken. */
function mayHaveBeenLocked(history: IndexedEvidence, { driver }: FreeDriver, at: number): boolean {
  return history
    .operationsOfDriver(driver.id)
    .some(
      ({ invokedAt, completedAt }) => invokedAt <= at + CLOCK_MARGIN_MS && completedAt + FREE_BEFORE_MS >= at,
    );
}

/** Tells the first of these times that is not before a given one, by binary search; Infinity if there is none. */
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
