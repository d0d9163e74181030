import type { ErrorCode, Point } from '@driver-dispatch/contract';

/** A request to the engine or to the shop. `sellerOrderId` is the order code for orders of the shop. */
export type Request =
  /** A paid order of the shop, or sent directly to the engine. `point`: its pickup, or its drop-off if the store has none. */
  | { kind: 'order'; sellerOrderId: string; point: Point; channelId: string; searchRadiusMetres: number }
  /** Sent directly to the engine. */
  | { kind: 'cancel'; sellerOrderId: string }
  /** Cancels the order in Vendure. A delivery that is picked up continues. */
  | { kind: 'cancelOrder'; sellerOrderId: string }
  | { kind: 'register'; driverId: string; channels: string[] }
  | { kind: 'status'; driverId: string; status: 'AVAILABLE' | 'OFFLINE'; point?: Point }
  | { kind: 'location'; driverId: string; point: Point }
  | { kind: 'heartbeat'; driverId: string }
  | { kind: 'pickUp'; deliveryId: string; driverId: string }
  | { kind: 'complete'; deliveryId: string; driverId: string; point?: Point }
  | { kind: 'fail'; deliveryId: string; driverId: string; point?: Point }
  | { kind: 'acceptOffer'; offerId: string; driverId: string }
  | { kind: 'declineOffer'; offerId: string; driverId: string }
  /** A message that must change nothing: forged, stale or malformed. */
  | { kind: 'hostile'; what: string; sellerOrderId?: string; driverId?: string };

/**
 * The outcome of a request from the view of its sender. `ok`: answered with success. `refused`: answered with a 4xx, so it
 * has changed nothing. `unknown`: answered with a 5xx or not at all; it may have taken effect or not.
 */
export type Outcome = 'ok' | 'refused' | 'unknown';

/** One request in the history, from the view of its sender. Times are ms since 1970 by the test's clock. */
export interface Operation {
  index: number;
  request: Request;
  invokedAt: number;
  completedAt: number;
  outcome: Outcome;
  /** HTTP status and code of an error answer. */
  status?: number;
  code?: ErrorCode;
  /** Value of the `Retry-After` header in seconds, if there is one. */
  retryAfterSeconds?: number;
  /** The answer, including error answers. */
  reply?: unknown;
}
