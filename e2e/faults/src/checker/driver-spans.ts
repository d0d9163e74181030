import type { Point } from '@driver-dispatch/contract';
import type { StatusChange } from '../evidence/evidence';
import type { Operation } from '../history/operation';
import { union, type Span } from './span';

/** When a driver stood in one place, as far as that is certain. */
export interface Located extends Span {
  point: Point;
}

/** How long a location may be on its way to PostgreSQL after it was answered, in ms. */
const STORED_AFTER_MS = 2_000;

/** How long a request of unknown outcome may still be carried out, in ms. */
const LATE_AFTER_MS = 10_000;

/** Requests that PostgreSQL stores before they are answered; locations and heartbeats it stores a moment later. */
const STORED_AT_ONCE = new Set(['status', 'complete', 'fail']);
const STORED_LATER = new Set(['location', 'heartbeat']);

/**
 * When a driver was AVAILABLE, by its status history.
 *
 * @param changes by version
 */
export function availableSpans(changes: readonly StatusChange[]): Span[] {
  const spans: Span[] = [];
  let since = -Infinity;
  changes.forEach(({ status, at }, i) => {
    // A transaction that waited for the one before it may carry an earlier time.
    since = Math.max(since, at);
    const until = changes[i + 1]?.at ?? Infinity;
    if (status === 'AVAILABLE' && until > since) {
      spans.push({ from: since, to: until });
    }
  });
  return union(spans);
}

/**
 * When the engine can't have taken a driver for lost.
 *
 * @param operations of the driver
 * @param struckAfter when the first fault after a time struck: it may have taken a heartbeat along that was still to
 * be stored
 */
export function heardSpans(
  operations: readonly Operation[],
  ttlMs: number,
  struckAfter: (at: number) => number,
): Span[] {
  return union(
    operations
      .filter(({ outcome }) => outcome === 'ok')
      .flatMap(({ request: { kind }, invokedAt, completedAt }) => {
        if (!STORED_AT_ONCE.has(kind) && !STORED_LATER.has(kind)) {
          return [];
        }
        const lost = STORED_LATER.has(kind) ? struckAfter(invokedAt) : Infinity;
        return [{ from: completedAt, to: Math.min(invokedAt + ttlMs, lost) }];
      }),
  );
}

/**
 * When, and where, a driver's position is certain: from a request that told it until the next one that told
 * another, unless the two may have been carried out in either order.
 *
 * @param operations of the driver, by the time they were invoked
 * @param struckAfter as in {@link heardSpans}
 */
export function locatedSpans(
  operations: readonly Operation[],
  struckAfter: (at: number) => number,
): Located[] {
  const spans: Located[] = [];
  let current: Located | undefined;
  /** Until when what was told before may still take the place of a location, or of any other request's point. */
  const unsettled = { location: -Infinity, other: -Infinity };
  for (const operation of operations) {
    const point = pointOf(operation);
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
        ? { point, from: completedAt, to: byLocation ? struckAfter(invokedAt) : Infinity }
        : undefined;
    }
    const late = operation.outcome === 'unknown' ? LATE_AFTER_MS : 0;
    const stored = byLocation ? STORED_AFTER_MS : 0;
    unsettled.location = Math.max(unsettled.location, completedAt + late);
    unsettled.other = Math.max(unsettled.other, completedAt + Math.max(late, stored));
  }
  return [...spans, ...(current ? [current] : [])].filter(({ from, to }) => from < to);
}

/** Where an operation may have moved its driver. */
function pointOf({ request, outcome }: Operation): Point | undefined {
  const moves = request.kind === 'location' || STORED_AT_ONCE.has(request.kind);
  return moves && outcome !== 'refused' && 'point' in request ? request.point : undefined;
}

/** A repeated step is answered like the first, and the point that it tells is not taken. */
function isRepeat({ reply }: Operation): boolean {
  return (reply as { duplicate?: boolean } | undefined | null)?.duplicate === true;
}

const samePoint = (a: Point, b: Point) => a.lat === b.lat && a.lon === b.lon;
