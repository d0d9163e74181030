import {
  greatCircleDistance,
  type DeliveryState,
  type DriverStatus,
  type Point,
} from '@driver-dispatch/contract';
import type { EngineDelivery, EngineDriver, Evidence, VendureDelivery } from '../../evidence/evidence';
import type { Operation, Request } from '../../history/operation';

const BERLIN: Point = { lat: 52.52, lon: 13.405 };

/** A point so many metres north of the city's middle. */
export const north = (metres: number): Point => ({ lat: BERLIN.lat + metres / 111_195, lon: BERLIN.lon });

/** Tells a run as it should go, each step 5 s after the one before, and keeps the evidence that it would leave. */
export class Story {
  now = Date.parse('2026-05-04T10:00:00Z');

  readonly evidence: Evidence = {
    scope: 'past-',
    operations: [],
    injections: [],
    engine: { drivers: [], deliveries: [], assignments: [], events: [], statusHistory: [], unmatched: [] },
    restored: false,
    redis: { geo: {}, status: {} },
    vendure: { deliveries: [], events: [] },
    logs: ['{"level":"info","message":"Delivery assigned"}'],
    logLines: 1,
    secrets: ['whsec_c2VjcmV0'],
    readAt: 0,
    heartbeatTtlSeconds: { shortest: 3_600, longest: 3_600 },
  };

  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  /** Writes down a request that is made now, and answered 20 ms later. */
  operation(request: Request, rest: Partial<Operation> = {}): Operation {
    const operation: Operation = {
      index: this.evidence.operations.length, request, outcome: 'ok',
      invokedAt: this.now - 10, completedAt: this.now + 10,
      ...rest,
    };
    this.evidence.operations.push(operation);
    return operation;
  }

  /** A driver who is registered and AVAILABLE. */
  driver(id: string, point: Point, channels: string[] = []): EngineDriver {
    this.operation({ kind: 'register', driverId: id, channels });
    const driver: EngineDriver = {
      id, channels, active: true, status: 'OFFLINE', statusVersion: 0, statusSince: this.now,
      lat: null, lon: null, locationAt: null, seenAt: null,
    };
    this.evidence.engine.drivers.push(driver);
    this.setStatus(driver, 'OFFLINE', 'registered');
    this.wait(5_000).operation({ kind: 'status', driverId: id, status: 'AVAILABLE', point });
    this.setStatus(driver, 'AVAILABLE', 'driver app', point);
    this.wait(5_000);
    return driver;
  }

  location(driver: EngineDriver, point: Point): void {
    this.operation({ kind: 'location', driverId: driver.id, point });
    Object.assign(driver, { ...point, locationAt: this.now, seenAt: this.now });
    this.wait(5_000);
  }

  /** An order that came through Vendure and waits. */
  order(code: string, pickup: Point = BERLIN, channelId = '1'): EngineDelivery {
    this.operation({
      kind: 'order',
      sellerOrderId: code,
      point: pickup,
      channelId,
      searchRadiusMetres: 10_000,
    });
    const delivery = this.delivery(code, 'PENDING', channelId);
    Object.assign(delivery, { pickup, searchRadiusMetres: 10_000, nextAttemptAt: this.now + 5_000 });
    this.event(delivery, 0, 'delivery.accepted', 'PENDING', 'vendure');
    this.wait(1_000);
    return delivery;
  }

  /** A cancellation that came before its order. */
  cancelFirst(code: string): EngineDelivery {
    this.operation({ kind: 'cancelOrder', sellerOrderId: code });
    const delivery = this.delivery(code, 'CANCELLED', '1');
    delivery.finishedAt = this.now;
    this.vendureOf(delivery).cancelAnsweredAt = this.now;
    this.event(delivery, 1, 'delivery.cancelled', 'CANCELLED', 'vendure');
    this.wait(1_000);
    return delivery;
  }

  assign(delivery: EngineDelivery, driver: EngineDriver): void {
    this.claim(delivery, driver, 'redis');
    this.move(delivery, 'delivery.assigned', 'ASSIGNED', 'engine');
  }

  /** An operator gives the delivery to another driver. */
  reassign(delivery: EngineDelivery, driver: EngineDriver): void {
    this.release(delivery, 'reassigned');
    this.claim(delivery, driver, 'operator');
    this.move(delivery, 'delivery.reassigned', 'ASSIGNED', 'operator:Ops');
  }

  unassigned(delivery: EngineDelivery): void {
    this.move(delivery, 'delivery.unassigned', 'PENDING', 'engine');
  }

  pickUp(delivery: EngineDelivery): void {
    this.operation({ kind: 'pickUp', deliveryId: delivery.id, driverId: delivery.driverId! });
    this.move(delivery, 'delivery.picked_up', 'PICKED_UP', `driver:${delivery.driverId}`);
  }

  complete(delivery: EngineDelivery, point?: Point): void {
    this.operation({ kind: 'complete', deliveryId: delivery.id, driverId: delivery.driverId!, point });
    this.finish(delivery, 'delivery.delivered', 'DELIVERED', `driver:${delivery.driverId}`, point);
  }

  fail(delivery: EngineDelivery): void {
    this.operation({ kind: 'fail', deliveryId: delivery.id, driverId: delivery.driverId! });
    this.finish(delivery, 'delivery.failed', 'FAILED', `driver:${delivery.driverId}`);
  }

  cancel(delivery: EngineDelivery): void {
    this.operation({ kind: 'cancelOrder', sellerOrderId: delivery.orderCode });
    Object.assign(this.vendureOf(delivery), { cancelRequestedAt: this.now, cancelAnsweredAt: this.now });
    this.finish(delivery, 'delivery.cancelled', 'CANCELLED', 'vendure');
  }

  vendureOf({ submissionKey }: EngineDelivery): VendureDelivery {
    return this.evidence.vendure.deliveries.find((row) => row.submissionKey === submissionKey)!;
  }

  /** The evidence, with the index as it should be. */
  end(): Evidence {
    this.evidence.readAt = this.wait(5_000).now;
    for (const { id, status, statusVersion, lat, lon } of this.evidence.engine.drivers) {
      this.evidence.redis!.status[id] = `${statusVersion} ${status}`;
      if (status === 'AVAILABLE') {
        this.evidence.redis!.geo[id] = { lat: lat! + 1e-6, lon: lon! };
      }
    }
    for (const delivery of this.evidence.engine.deliveries) {
      delivery.nextAttemptAt &&= this.now + 2_000;
    }
    return this.evidence;
  }

  /** The driver's status and, in the history, that it changed. */
  setStatus(driver: EngineDriver, status: DriverStatus, reason: string, point?: Point): void {
    const statusVersion = driver.statusVersion + 1;
    Object.assign(driver, { status, statusVersion, statusSince: this.now, seenAt: this.now, ...point });
    const { id: driverId } = driver;
    this.evidence.engine.statusHistory.push({ driverId, statusVersion, status, reason, at: this.now });
  }

  private delivery(code: string, state: DeliveryState, channelId: string): EngineDelivery {
    const number = this.evidence.engine.deliveries.length + 1;
    const identity = {
      submissionKey: `key-${code}`, sellerOrderId: String(number), orderCode: code, channelId,
    };
    const delivery: EngineDelivery = {
      ...identity, id: `delivery-${code}`, state, sequence: 0,
      pickup: null, searchRadiusMetres: null, driverId: null, nextAttemptAt: null,
      createdAt: this.now, assignedAt: null, finishedAt: null,
    };
    this.evidence.engine.deliveries.push(delivery);
    this.evidence.vendure.deliveries.push({
      ...identity, id: number, engineDeliveryId: delivery.id, state, problem: null, sequence: 0,
      driverId: null, submittedAt: this.now, cancelRequestedAt: null, cancelAnsweredAt: null,
    });
    return delivery;
  }

  private finish(
    delivery: EngineDelivery,
    type: string,
    state: DeliveryState,
    actor: string,
    point?: Point,
  ): void {
    this.release(delivery, 'delivery ended', point);
    Object.assign(delivery, { finishedAt: this.now, nextAttemptAt: null });
    this.move(delivery, type, state, actor);
  }

  private claim(delivery: EngineDelivery, driver: EngineDriver, source: string): void {
    const distanceMetres = greatCircleDistance({ lat: driver.lat!, lon: driver.lon! }, delivery.pickup!);
    this.setStatus(driver, 'BUSY', 'assigned');
    this.evidence.engine.assignments.push({
      id: this.evidence.engine.assignments.length + 1, deliveryId: delivery.id, driverId: driver.id,
      distanceMetres, assignedAt: this.now, releasedAt: null,
      decision: { source, refused: [], candidates: [{ driverId: driver.id, distanceMetres }] },
    });
    Object.assign(delivery, { driverId: driver.id, assignedAt: this.now, nextAttemptAt: null });
    this.vendureOf(delivery).driverId = driver.id;
  }

  private release(delivery: EngineDelivery, reason: string, point?: Point): void {
    const { assignments, drivers } = this.evidence.engine;
    const active = assignments.find((row) => row.deliveryId === delivery.id && row.releasedAt === null);
    if (active) {
      active.releasedAt = this.now;
      this.setStatus(
        drivers.find(({ id }) => id === active.driverId)!,
        'AVAILABLE',
        reason,
        point,
      );
    }
  }

  private move(delivery: EngineDelivery, type: string, state: DeliveryState, actor: string): void {
    this.event(delivery, delivery.sequence + 1, type, state, actor);
    this.wait(5_000);
  }

  private event(
    delivery: EngineDelivery,
    sequence: number,
    type: string,
    state: DeliveryState,
    actor: string,
  ): void {
    const { engine, vendure } = this.evidence;
    const id = `${delivery.id}-${sequence}`;
    Object.assign(delivery, { state, sequence });
    engine.events.push({
      id,
        deliveryId: delivery.id,
        sequence,
        type,
        state,
        actor,
        at: this.now,
        acknowledgedAt: this.now + 50,
      sendAttempts: 0, lastError: null, deadAt: null,
    });
    if (sequence > 0) {
      const row = this.vendureOf(delivery);
      Object.assign(row, { state, sequence });
      vendure.events.push({
        id: vendure.events.length + 1, deliveryId: row.id, eventId: id, sequence, type,
        createdAt: this.now + 40,
      });
    }
  }
}

/** Everything that can happen to orders and drivers, all of it as it should. */
export function healthyStory() {
  const story = new Story();
  const near = story.driver('near', north(300));
  const far = story.driver('far', north(2_000), ['1', '2']);
  const idle = story.driver('idle', north(9_000));
  const delivered = story.order('delivered');
  story.assign(delivered, near);
  const failed = story.order('failed');
  story.assign(failed, far);
  story.pickUp(delivered);
  story.complete(delivered, north(50));
  story.fail(failed);
  const cancelled = story.order('cancelled');
  story.assign(cancelled, near);
  story.cancel(cancelled);
  const late = story.order('late');
  story.assign(late, near);
  story.pickUp(late);
  story.operation({ kind: 'cancelOrder', sellerOrderId: 'late' });
  Object.assign(story.vendureOf(late), { cancelRequestedAt: story.now, cancelAnsweredAt: story.now });
  const assigned = story.order('assigned');
  story.assign(assigned, far);
  const cancelledFirst = story.cancelFirst('cancelled-first');
  const waiting = story.order('waiting', north(400_000));
  story.unassigned(waiting);
  const cancelledWaiting = story.order('cancelled-waiting', north(400_000));
  story.cancel(cancelledWaiting);
  story.location(idle, north(8_000));
  story.operation({ kind: 'heartbeat', driverId: 'idle' });
  story.operation(
    { kind: 'hostile', what: 'a forged order', sellerOrderId: 'forged', driverId: 'nobody' },
    { outcome: 'refused', status: 401, code: 'signature_invalid' },
  );
  return {
    story,
    evidence: story.end(),
    drivers: { near, far, idle },
    deliveries: { delivered, failed, cancelled, late, assigned, cancelledFirst, waiting, cancelledWaiting },
  };
}

/** The one row that is what is asked for; there must be one. */
export function the<T>(rows: readonly T[], matches: (row: T) => boolean): T {
  const row = rows.find(matches);
  if (row === undefined) {
    throw new Error('There is no such row');
  }
  return row;
}
