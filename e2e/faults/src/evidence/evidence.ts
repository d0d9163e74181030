import type { DeliveryState, DriverStatus, Point } from '@driver-dispatch/contract';
import type { Operation } from '../history/operation';

/** A row of the engine's `drivers`. All times in this file are ms since 1970. */
export interface EngineDriver {
  id: string;
  channels: string[];
  active: boolean;
  status: DriverStatus;
  statusVersion: number;
  statusSince: number;
  lat: number | null;
  lon: number | null;
  locationAt: number | null;
  seenAt: number | null;
}

/** A row of the engine's `deliveries`. */
export interface EngineDelivery {
  id: string;
  submissionKey: string;
  sellerOrderId: string;
  orderCode: string;
  channelId: string;
  state: DeliveryState;
  sequence: number;
  /** Null when the cancellation arrived before the order; then `searchRadiusMetres` is null too. */
  pickup: Point | null;
  searchRadiusMetres: number | null;
  driverId: string | null;
  nextAttemptAt: number | null;
  createdAt: number;
  assignedAt: number | null;
  finishedAt: number | null;
}

/** The engine's record of how it chose a driver. */
export interface Decision {
  source: string;
  /** Drivers whose claim PostgreSQL rejected. */
  refused: string[];
  candidates: { driverId: string; distanceMetres: number }[];
}

/** A row of the engine's `assignments` that is an assignment. */
export interface EngineAssignment {
  id: number;
  deliveryId: string;
  driverId: string;
  distanceMetres: number;
  decision: Decision;
  /** Time of the claim; of an accepted offer, the time of the offer. */
  assignedAt: number;
  /** Whether the driver has accepted an offer. */
  isOffer?: boolean;
  releasedAt: number | null;
}

/** A row of the engine's `assignments` that is or was an offer. */
export interface EngineOffer {
  id: string;
  deliveryId: string;
  driverId: string;
  offeredAt: number;
  endsAt: number;
  acceptedAt: number | null;
  /** How an offer ended that was not accepted. */
  end: 'declined' | 'expired' | 'withdrawn' | null;
  /** End of the offer; of an accepted one, the end of its assignment. */
  releasedAt: number | null;
}

/** A row of the engine's `delivery_events`. */
export interface EngineEvent {
  id: string;
  deliveryId: string;
  sequence: number;
  type: string;
  state: DeliveryState;
  actor: string;
  at: number;
  acknowledgedAt: number | null;
  sendAttempts: number;
  lastError: string | null;
  deadAt: number | null;
}

/** A row of the engine's `driver_status_history`. */
export interface StatusChange {
  driverId: string;
  statusVersion: number;
  status: DriverStatus;
  reason: string;
  at: number;
}

/** A row of Vendure's `driver_delivery`. */
export interface VendureDelivery {
  id: number;
  submissionKey: string;
  sellerOrderId: string;
  orderCode: string;
  channelId: string;
  /** The engine's id of the delivery; null until Vendure has received it. */
  engineDeliveryId: string | null;
  state: string;
  problem: string | null;
  sequence: number;
  driverId: string | null;
  submittedAt: number | null;
  cancelRequestedAt: number | null;
  cancelAnsweredAt: number | null;
}

/** A row of Vendure's `driver_delivery_timeline_entry`: an applied event. */
export interface VendureEvent {
  id: number;
  deliveryId: number;
  eventId: string;
  sequence: number;
  type: string;
  /** Time of the application. */
  createdAt: number;
}

/** The time at which a fault was injected or healed. */
export interface Injection {
  at: number;
  what: string;
}

/** Everything that the checker reads about a completed run. */
export interface Evidence {
  /** Prefix of the ids of orders that were sent directly to the engine. The shop does not have these orders. */
  scope: string;
  operations: Operation[];
  injections: Injection[];
  engine: {
    drivers: EngineDriver[];
    deliveries: EngineDelivery[];
    assignments: EngineAssignment[];
    offers: EngineOffer[];
    events: EngineEvent[];
    statusHistory: StatusChange[];
    /** Submission keys of the deliveries that the engine lists as unmatched. */
    unmatched: string[];
  };
  /** Whether Vendure's database was restored or reset during the run. */
  restored: boolean;
  /** Undefined when the engines ran without Redis. */
  redis: RedisEvidence | undefined;
  vendure: { deliveries: VendureDelivery[]; events: VendureEvent[] };
  /** Log lines that may contain a secret. */
  logs: string[];
  /** Number of log lines of the engines and the shop. All were searched for secrets. */
  logLines: number;
  /** Texts that no log line may contain. */
  secrets: string[];
  /** Time at which the evidence was read. */
  readAt: number;
  /** Shortest and longest heartbeat TTL during the run. */
  heartbeatTtlSeconds: { shortest: number; longest: number };
}

export interface RedisEvidence {
  /** Locations in `drivers:geo` by driver. */
  geo: Record<string, Point>;
  /** Entries of `drivers:status` by driver. */
  status: Record<string, string>;
}
