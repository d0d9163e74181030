import type { Point } from '@driver-dispatch/contract';
import type { StatusChange } from '../evidence/evidence';
import type { Operation } from '../history/operation';
import { union, type Span } from './span';

/** A time span in which a driver certainly was at one location. */
export interface Located extends Span {
  point: Point;
}

/** Longest time from the answer to a location report until PostgreSQL has the location, in ms. */
const STORED_AFTER_MS = 2_000;

/** Longest time in which a request of unknown outcome may still take effect, in ms. */
const LATE_AFTER_MS = 10_000;

/** Requests that are stored in PostgreSQL before the answer. Locations and heartbeats are stored after it. */
const STORED_AT_ONCE = new Set(['status', 'complete', 'fail']);
const STORED_LATER = new Set(['location', 'heartbeat']);

/**
 * Returns the spans in which a driver was AVAILABLE, from the status history.
 *
 * @param changes by version
 */
export function availableSpans(changes: readonly StatusChange[]): Span[] {
  const spans: Span[] = [];
  let since = -Infinity;
  changes.forEach(({ status, at }, i) => {
    // A transaction that waited for the previous one may have an earlier time.
    since = Math.max(since, at);
    const spanEnd = changes[i + 1]?.at ?? Infinity;
    if (status === 'AVAILABLE' && spanEnd > since) {
      spans.push({ from: since, to: spanEnd });
    }
  });
  return union(spans);
}

/**
 * Returns the spans in which a driver's heartbeat can't have expired.
 *
 * @param operations of the driver
 * @param firstFaultAfter returns the time of the first fault after a time: the fault may have lost a heartbeat that was not
 * stored yet
 */
export function heartbeatSpans(
  operations: readonly Operation[],
  ttlMs: number,
  firstFaultAfter: (at: number) => number,
): Span[] {
  return union(
    operations
      .filter(({ outcome }) => outcome === 'ok')
      .flatMap(({ request: { kind }, invokedAt, completedAt }) => {
        if (!STORED_AT_ONCE.has(kind) && !STORED_LATER.has(kind)) {
          return [];
        }
        const lost = STORED_LATER.has(kind) ? firstFaultAfter(invokedAt) : Infinity;
        return [{ from: completedAt, to: Math.min(invokedAt + ttlMs, lost) }];
      }),
  );
}

/**
 * Returns the spans in which a driver's location is certain: from a request with a location until the next request with
 * a different one, unless the two may have taken effect in either order.
 *
 * @param operations of the driver, by the time they were invoked
 * @param firstFaultAfter as in {@link heartbeatSpans}
 */
export function locatedSpans(
  operations: readonly Operation[],
  firstFaultAfter: (at: number) => number,
): Located[] {
  const spans: Located[] = [];
  let current: Located | undefined;
  /** Times until which an earlier request may still overwrite a location report, or another request's point. */
  const unsettled = { location: -Infinity, other: -Infinity };
  for (const operation of operations) {
    const point = getPoint(operation);
    if (!point) {
      continue;
    }
    const { request, invokedAt, completedAt } = operation;
    const byLocation = request.kind === 'location';
    if (!current || invokedAt >= current.to || !samePoint(current.point, point)) {
      if (current) {
        spans.push({ ...current, to: Math.min(current.to, invokedAt) });
      }
      const certain =
        operation.outcome === 'ok' &&
        !isRepeat(operation) &&
        invokedAt >= (byLocation ? unsettled.location : unsettled.other);
      current = certain
        ? { point, from: completedAt, to: byLocation ? firstFaultAfter(invokedAt) : Infinity }
        : undefined;
    }
    const late = operation.outcome === 'unknown' ? LATE_AFTER_MS : 0;
    const stored = byLocation ? STORED_AFTER_MS : 0;
    unsettled.location = Math.max(unsettled.location, completedAt + late);
    unsettled.other = Math.max(unsettled.other, completedAt + Math.max(late, stored));
  }
  return [...spans, ...(current ? [current] : [])].filter(({ from, to }) => from < to);
}

/** Returns the location that an operation may have set for its driver. */
function getPoint({ request, outcome }: Operation): Point | undefined {
  const moves = request.kind === 'location' || STORED_AT_ONCE.has(request.kind);
  return moves && outcome !== 'refused' && 'point' in request ? request.point : undefined;
}

/** Whether the engine answered a repeated step as a duplicate, and ignored its point. */
function isRepeat({ reply }: Operation): boolean {
  return (reply as { duplicate?: boolean } | undefined | null)?.duplicate === true;
}

const samePoint = (a: Point, b: Point) => a.lat === b.lat && a.lon === b.lon;
