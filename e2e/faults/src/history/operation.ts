import type { ErrorCode, Point } from '@driver-dispatch/contract';

/** What somebody asks of the system. */
export type Request =
  | { kind: 'order'; sellerOrderId: string; point: Point; channelId: string; searchRadiusMetres: number }
  /** To the engine itself. */
  | { kind: 'cancel'; sellerOrderId: string }
  /** Of the order, in Vendure: too late for its delivery, perhaps. */
  | { kind: 'cancelOrder'; sellerOrderId: string }
  | { kind: 'register'; driverId: string; channels: string[] }
  | { kind: 'status'; driverId: string; status: 'AVAILABLE' | 'OFFLINE'; point?: Point }
  | { kind: 'location'; driverId: string; point: Point }
  | { kind: 'heartbeat'; driverId: string }
  | { kind: 'pickUp'; deliveryId: string; driverId: string }
  | { kind: 'complete'; deliveryId: string; driverId: string; point?: Point }
  | { kind: 'fail'; deliveryId: string; driverId: string; point?: Point }
  /** A message that must change nothing: forged, stale or malformed. */
  | { kind: 'hostile'; what: string; sellerOrderId?: string; driverId?: string };

/**
 * How a request ended, as its sender knows. `ok`: answered with success. `refused`: answered with a 4xx, so that
 * it has changed nothing. `unknown`: answered with a 5xx, or not at all; it may have been carried out or not.
 */
export type Outcome = 'ok' | 'refused' | 'unknown';

/** One request of the history, from its sender's view. Times are ms since 1970 by the harness' clock. */
export interface Operation {
  index: number;
  request: Request;
  invokedAt: number;
  completedAt: number;
  outcome: Outcome;
  /** Of an error that was answered. */
  status?: number;
  code?: ErrorCode;
  /** Seconds after which the sender may come again, where it was told. */
  retryAfterSeconds?: number;
  /** What was answered, errors included. */
  reply?: unknown;
}
