import {
  greatCircleDistance,
  type DeliveryState,
  type DriverStatus,
  type Point,
} from '@driver-dispatch/contract';
import type { EngineDelivery, EngineDriver, Evidence, VendureDelivery } from '../../evidence/evidence';
import type { Operation, Request } from '../../history/operation';

const BERLIN: Point = { lat: 52.52, lon: 13.405 };

/** Returns a point north of the city's centre. */
export const north = (metres: number): Point => ({ lat: BERLIN.lat + metres / 111_195, lon: BERLIN.lon });

/** Builds the evidence of a correct run, with 5 s between the steps. */
export class RunBuilder {
  now = Date.parse('2026-05-04T10:00:00Z');

  readonly evidence: Evidence = {
    scope: 'past-',
    operations: [],
    injections: [],
    engine: {
      drivers: [],
      deliveries: [],
      assignments: [],
      offers: [],
      events: [],
      statusHistory: [],
      unmatched: [],
    },
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

  /** Records a request that is sent 10 ms before now and answered 10 ms after now. */
  operation(request: Request, rest: Partial<Operation> = {}): Operation {
    const operation: Operation = {
      index: this.evidence.operations.length,
      request,
      outcome: 'ok',
      invokedAt: this.now - 10,
      completedAt: this.now + 10,
      ...rest,
    };
    this.evidence.operations.push(operation);
    return operation;
  }

  /** Adds a registered, AVAILABLE driver. */
  driver(id: string, point: Point, channels: string[] = []): EngineDriver {
    this.operation({ kind: 'register', driverId: id, channels });
    const driver: EngineDriver = {
      id,
      channels,
      active: true,
      status: 'OFFLINE',
      statusVersion: 0,
      statusSince: this.now,
      lat: null,
      lon: null,
      locationAt: null,
      seenAt: null,
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

  /** Adds a PENDING order from Vendure. */
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

  /** Adds a cancellation that arrives before its order. */
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
    this.claim(delivery, driver, 'REDIS');
    this.move(delivery, 'delivery.assigned', 'ASSIGNED', 'engine');
  }

  /** Reassigns the delivery to another driver, as an operator. */
  reassign(delivery: EngineDelivery, driver: EngineDriver): void {
    this.release(delivery, 'reassigned');
    this.claim(delivery, driver, 'OPERATOR');
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

  /** Returns the evidence with a correct index. */
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

  /** Sets the driver's status and adds the change to the status history. */
  setStatus(driver: EngineDriver, status: DriverStatus, reason: string, point?: Point): void {
    const statusVersion = driver.statusVersion + 1;
    Object.assign(driver, { status, statusVersion, statusSince: this.now, seenAt: this.now, ...point });
    const { id: driverId } = driver;
    this.evidence.engine.statusHistory.push({ driverId, statusVersion, status, reason, at: this.now });
  }

  private delivery(code: string, state: DeliveryState, channelId: string): EngineDelivery {
    const number = this.evidence.engine.deliveries.length + 1;
    const identity = {
      submissionKey: `key-${code}`,
      sellerOrderId: String(number),
      orderCode: code,
      channelId,
    };
    const delivery: EngineDelivery = {
      ...identity,
      id: `delivery-${code}`,
      state,
      sequence: 0,
      pickup: null,
      searchRadiusMetres: null,
      driverId: null,
      nextAttemptAt: null,
      createdAt: this.now,
      assignedAt: null,
      finishedAt: null,
    };
    this.evidence.engine.deliveries.push(delivery);
    this.evidence.vendure.deliveries.push({
      ...identity,
      id: number,
      engineDeliveryId: delivery.id,
      state,
      problem: null,
      sequence: 0,
      driverId: null,
      submittedAt: this.now,
      cancelRequestedAt: null,
      cancelAnsweredAt: null,
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
      id: this.evidence.engine.assignments.length + 1,
      deliveryId: delivery.id,
      driverId: driver.id,
      distanceMetres,
      assignedAt: this.now,
      releasedAt: null,
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
      sendAttempts: 0,
      lastError: null,
      deadAt: null,
    });
    if (sequence > 0) {
      const row = this.vendureOf(delivery);
      Object.assign(row, { state, sequence });
      vendure.events.push({
        id: vendure.events.length + 1,
        deliveryId: row.id,
        eventId: id,
        sequence,
        type,
        createdAt: this.now + 40,
      });
    }
  }
}

/** Builds a run without violations that contains every kind of event. */
export function healthyRun() {
  const run = new RunBuilder();
  const near = run.driver('near', north(300));
  const far = run.driver('far', north(2_000), ['1', '2']);
  const idle = run.driver('idle', north(9_000));
  const delivered = run.order('delivered');
  run.assign(delivered, near);
  const failed = run.order('failed');
  run.assign(failed, far);
  run.pickUp(delivered);
  run.complete(delivered, north(50));
  run.fail(failed);
  const cancelled = run.order('cancelled');
  run.assign(cancelled, near);
  run.cancel(cancelled);
  const late = run.order('late');
  run.assign(late, near);
  run.pickUp(late);
  run.operation({ kind: 'cancelOrder', sellerOrderId: 'late' });
  Object.assign(run.vendureOf(late), { cancelRequestedAt: run.now, cancelAnsweredAt: run.now });
  const assigned = run.order('assigned');
  run.assign(assigned, far);
  const cancelledFirst = run.cancelFirst('cancelled-first');
  const waiting = run.order('waiting', north(400_000));
  run.unassigned(waiting);
  const cancelledWaiting = run.order('cancelled-waiting', north(400_000));
  run.cancel(cancelledWaiting);
  run.location(idle, north(8_000));
  run.operation({ kind: 'heartbeat', driverId: 'idle' });
  run.operation(
    { kind: 'hostile', what: 'a forged order', sellerOrderId: 'forged', driverId: 'nobody' },
    { outcome: 'refused', status: 401, code: 'signature_invalid' },
  );
  return {
    run,
    evidence: run.end(),
    drivers: { near, far, idle },
    deliveries: { delivered, failed, cancelled, late, assigned, cancelledFirst, waiting, cancelledWaiting },
  };
}

/** Returns the first matching row. @throws Error when there is none */
export function findRow<T>(rows: readonly T[], matches: (row: T) => boolean): T {
  const row = rows.find(matches);
  if (row === undefined) {
    throw new Error('No matching row');
  }
  return row;
}
