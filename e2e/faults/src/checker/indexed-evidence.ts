import type {
  EngineAssignment,
  EngineDelivery,
  EngineDriver,
  EngineEvent,
  EngineOffer,
  Evidence,
  StatusChange,
  VendureDelivery,
  VendureEvent,
} from '../evidence/evidence';
import type { Operation } from '../history/operation';
import { CLOCK_MARGIN_MS } from './margins';

/** Reasons of status changes with which a driver's channels may change. */
const EDITING = new Set(['registered', 'edited', 'deactivated']);

/** The evidence, indexed by ids. Each look-up takes constant time. */
export class IndexedEvidence {
  private readonly drivers: Map<string, EngineDriver>;
  private readonly deliveries: Map<string, EngineDelivery>;
  private readonly byKey: Map<string, EngineDelivery>;
  private readonly bySellerOrder: Map<string, EngineDelivery>;
  private readonly byOrderCode: Map<string, EngineDelivery>;
  private readonly vendureBySellerOrder: Map<string, VendureDelivery>;
  private readonly vendureByKey: Map<string, VendureDelivery>;
  private readonly vendureByOrderCode: Map<string, VendureDelivery>;
  private readonly assignments: Grouped<EngineAssignment>;
  private readonly assignmentsByDriver: Grouped<EngineAssignment>;
  private readonly eventsById: Map<string, EngineEvent>;
  private readonly unmatched: ReadonlySet<string>;
  private readonly events: Grouped<EngineEvent>;
  private readonly changes: Grouped<StatusChange>;
  private readonly lastEdited = new Map<string, number>();
  private readonly vendureEvents: Grouped<VendureEvent>;
  private readonly operationsByDriver: Grouped<Operation>;
  private readonly operationsByDelivery: Grouped<Operation>;
  private readonly operationsByOrder: Grouped<Operation>;

  constructor(readonly evidence: Evidence) {
    const { engine, vendure } = evidence;
    const operations = [...evidence.operations].sort((a, b) => a.invokedAt - b.invokedAt);
    const assignments = [...engine.assignments].sort((a, b) => a.assignedAt - b.assignedAt || a.id - b.id);
    this.drivers = by(engine.drivers, ({ id }) => id);
    this.deliveries = by(engine.deliveries, ({ id }) => id);
    this.byKey = by(engine.deliveries, ({ submissionKey }) => submissionKey);
    this.bySellerOrder = by(engine.deliveries, ({ sellerOrderId }) => sellerOrderId);
    this.byOrderCode = by(engine.deliveries, ({ orderCode }) => orderCode);
    this.vendureBySellerOrder = by(vendure.deliveries, ({ sellerOrderId }) => sellerOrderId);
    this.vendureByKey = by(vendure.deliveries, ({ submissionKey }) => submissionKey);
    this.vendureByOrderCode = by(vendure.deliveries, ({ orderCode }) => orderCode);
    this.assignments = group(assignments, ({ deliveryId }) => deliveryId);
    this.assignmentsByDriver = group(assignments, ({ driverId }) => driverId);
    this.eventsById = by(engine.events, ({ id }) => id);
    this.unmatched = new Set(engine.unmatched);
    this.events = group(sorted(engine.events, 'sequence'), ({ deliveryId }) => deliveryId);
    this.changes = group(sorted(engine.statusHistory, 'statusVersion'), ({ driverId }) => driverId);
    for (const { driverId, reason, at } of engine.statusHistory) {
      if (EDITING.has(reason)) {
        this.lastEdited.set(driverId, Math.max(at, this.lastEdited.get(driverId) ?? at));
      }
    }
    this.vendureEvents = group(sorted(vendure.events, 'id'), ({ deliveryId }) => String(deliveryId));
    this.operationsByDriver = group(operations, ({ request }) => field(request, 'driverId'));
    this.operationsByDelivery = group(operations, ({ request }) => field(request, 'deliveryId'));
    this.operationsByOrder = group(operations, ({ request }) => field(request, 'sellerOrderId'));
  }

  driver(id: string): EngineDriver | undefined {
    return this.drivers.get(id);
  }

  delivery(id: string): EngineDelivery | undefined {
    return this.deliveries.get(id);
  }

  /** Returns the engine's delivery with a submission key. */
  deliveryOfKey(submissionKey: string): EngineDelivery | undefined {
    return this.byKey.get(submissionKey);
  }

  /**
   * Returns the engine's delivery of an order.
   *
   * @param order the seller order's id or, for an order from Vendure, its code
   */
  deliveryOfOrder(order: string): EngineDelivery | undefined {
    return (
      this.bySellerOrder.get(order) ??
      this.byOrderCode.get(order) ??
      this.byKey.get(this.vendureByOrderCode.get(order)?.submissionKey ?? '')
    );
  }

  /** Returns Vendure's delivery of an order, by the order's code or id. */
  vendureOfOrder(order: string): VendureDelivery | undefined {
    return this.vendureByOrderCode.get(order) ?? this.vendureBySellerOrder.get(order);
  }

  /** Earliest first. */
  assignmentsOf(deliveryId: string): readonly EngineAssignment[] {
    return this.assignments.get(deliveryId) ?? [];
  }

  /** Earliest first. */
  assignmentsOfDriver(driverId: string): readonly EngineAssignment[] {
    return this.assignmentsByDriver.get(driverId) ?? [];
  }

  openOffersOf(driverId: string): readonly EngineOffer[] {
    return this.evidence.engine.offers.filter(
      (offer) => offer.driverId === driverId && offer.acceptedAt === null && offer.releasedAt === null,
    );
  }

  /** By sequence. */
  eventsOf(deliveryId: string): readonly EngineEvent[] {
    return this.events.get(deliveryId) ?? [];
  }

  event(id: string): EngineEvent | undefined {
    return this.eventsById.get(id);
  }

  /** Whether the engine lists a delivery as unmatched. */
  isUnmatched({ submissionKey }: EngineDelivery): boolean {
    return this.unmatched.has(submissionKey);
  }

  /** Returns Vendure's delivery with a submission key. */
  vendureOfKey(submissionKey: string): VendureDelivery | undefined {
    return this.vendureByKey.get(submissionKey);
  }

  /** By version. */
  changesOf(driverId: string): readonly StatusChange[] {
    return this.changes.get(driverId) ?? [];
  }

  /** In order of application. */
  vendureEventsOf(vendureDeliveryId: number): readonly VendureEvent[] {
    return this.vendureEvents.get(String(vendureDeliveryId)) ?? [];
  }

  /** Earliest first, as the next two. */
  operationsOfDriver(driverId: string): readonly Operation[] {
    return this.operationsByDriver.get(driverId) ?? [];
  }

  operationsOnDelivery(deliveryId: string): readonly Operation[] {
    return this.operationsByDelivery.get(deliveryId) ?? [];
  }

  operationsOnOrder(order: string): readonly Operation[] {
    return this.operationsByOrder.get(order) ?? [];
  }

  /** Whether a driver served a channel at a time; undefined when the channels may have changed since. */
  served(driver: EngineDriver, channelId: string, at: number): boolean | undefined {
    const editedAt = this.lastEdited.get(driver.id) ?? -Infinity;
    if (editedAt >= at - CLOCK_MARGIN_MS) {
      return undefined;
    }
    return driver.channels.length === 0 || driver.channels.includes(channelId);
  }
}

type Grouped<T> = Map<string, T[]>;

function by<T>(items: readonly T[], key: (item: T) => string | undefined): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    const name = key(item);
    if (name !== undefined) {
      map.set(name, item);
    }
  }
  return map;
}

function group<T>(items: readonly T[], key: (item: T) => string | undefined): Grouped<T> {
  const groups: Grouped<T> = new Map();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) {
      continue;
    }
    const known = groups.get(name);
    if (known) {
      known.push(item);
    } else {
      groups.set(name, [item]);
    }
  }
  return groups;
}

function sorted<K extends string, T extends Record<K, number>>(items: readonly T[], name: K): T[] {
  return [...items].sort((a, b) => a[name] - b[name]);
}

function field(request: Operation['request'], name: 'driverId' | 'deliveryId' | 'sellerOrderId') {
  return (request as Partial<Record<typeof name, string>>)[name];
}
