import type { DeliveryState, DriverStatus, Point } from '@driver-dispatch/contract';
import type { Operation } from '../history/operation';

/** A row of the engine's `drivers`. Times here and below are ms since 1970. */
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
  /** Null when a cancellation came first, as is the search radius. */
  pickup: Point | null;
  searchRadiusMetres: number | null;
  driverId: string | null;
  nextAttemptAt: number | null;
  createdAt: number;
  assignedAt: number | null;
  finishedAt: number | null;
}

/** What the engine wrote down of a choice. */
export interface Decision {
  source: string;
  /** Drivers whom PostgreSQL refused before. */
  refused: string[];
  candidates: { driverId: string; distanceMetres: number }[];
}

/** A row of the engine's `assignments`. */
export interface EngineAssignment {
  id: number;
  deliveryId: string;
  driverId: string;
  distanceMetres: number;
  decision: Decision;
  assignedAt: number;
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
  /** The engine's id of the delivery, where Vendure has learnt it. */
  engineDeliveryId: string | null;
  state: string;
  problem: string | null;
  sequence: number;
  driverId: string | null;
  submittedAt: number | null;
  cancelRequestedAt: number | null;
  cancelAnsweredAt: number | null;
}

/** A row of Vendure's `driver_delivery_event`: an event that was applied. */
export interface VendureEvent {
  id: number;
  deliveryId: number;
  eventId: string;
  sequence: number;
  type: string;
  /** When it was applied. */
  createdAt: number;
}

/** A fault that was made, or that was healed again. */
export interface Injection {
  at: number;
  what: string;
}

/** All that is known of a run when it is over. */
export interface Evidence {
  /** What the ids of orders begin with that were sent to the engine past the shop: the shop knows nothing of them. */
  scope: string;
  operations: Operation[];
  injections: Injection[];
  engine: {
    drivers: EngineDriver[];
    deliveries: EngineDelivery[];
    assignments: EngineAssignment[];
    events: EngineEvent[];
    statusHistory: StatusChange[];
    /** Submission keys of the deliveries that operators are shown as unknown to Vendure. */
    unmatched: string[];
  };
  /** Whether Vendure's database was restored or reset during the run. */
  restored: boolean;
  /** Undefined where the engines ran without Redis. */
  redis: RedisEvidence | undefined;
  vendure: { deliveries: VendureDelivery[]; events: VendureEvent[] };
  /** Log lines that may hold a secret. */
  logs: string[];
  /** How many lines the engines and the shop have logged, all of which were searched for secrets. */
  logLines: number;
  /** What no log line may hold. */
  secrets: string[];
  /** When all this was read. */
  readAt: number;
  /** The shortest and the longest that a heartbeat was valid for during the run. */
  heartbeatTtlSeconds: { shortest: number; longest: number };
}

export interface RedisEvidence {
  /** Positions in `drivers:geo` by driver. */
  geo: Record<string, Point>;
  /** Entries of `drivers:status` by driver. */
  status: Record<string, string>;
}
