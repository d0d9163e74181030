import {
  DispatchError,
  MAX_SEARCH_RADIUS_METRES,
  newSubmissionKey,
  type DriverAppClient,
  type EngineClient,
  type SellerOrder,
} from '@driver-dispatch/contract';
import { Schedule } from './schedule';
import type { AssignmentQueue, QueuedAssignment } from './assignment-queue';
import { CourierFleet, onEarth } from './courier-fleet';
import type { MdrpInstance, Order } from './mdrp-instance';
import { planTrip, type Trip } from './trip';

export interface ReplayOptions {
  instance: MdrpInstance;
  engine: EngineClient;
  app: DriverAppClient;
  /** The event sink with which the engine was connected. */
  queue: AssignmentQueue;
  /** Simulated minutes per real second. */
  minutesPerSecond: number;
  /** Maximum wait for an assignment, in milliseconds. @default 30000 */
  timeoutMs?: number;
  /** Called after each delivery with the number of deliveries and the minute of the day. */
  onDelivered?: (delivered: number, minute: number) => void;
}

export interface CompletedTrip extends Trip {
  order: Order;
  driverId: string;
}

const CHANNEL = 'mdrp';
const HEARTBEAT_MS = 3_000;

/**
 * Submits the orders of a day to the engine at their placement times and moves the assigned couriers. The search radius
 * includes every courier. So whenever an order waits and a courier is available, simulated time stops until the engine has
 * assigned the order.
 */
export class Replay {
  private readonly schedule: Schedule;
  private readonly fleet: CourierFleet;
  private readonly waiting = new Map<string, Order>();
  private readonly shiftEnds: Map<string, number>;
  private readonly completed: CompletedTrip[] = [];
  private readonly startedAt = Date.now();

  constructor(private readonly options: ReplayOptions) {
    const { instance, app, minutesPerSecond } = options;
    this.schedule = new Schedule(minutesPerSecond);
    this.fleet = new CourierFleet(app, CHANNEL);
    this.shiftEnds = new Map(instance.couriers.map(({ id, shiftEnd }) => [id, shiftEnd]));
  }

  /** @returns the completed trips; an order without a courier until the end of the day has none */
  async run(signal?: AbortSignal): Promise<CompletedTrip[]> {
    const { couriers, orders } = this.options.instance;
    for (const courier of couriers) {
      this.schedule.at(courier.shiftStart, async () => {
        await this.fleet.startShift(courier);
        await this.takeAssignments();
      });
      this.schedule.at(courier.shiftEnd, async () => {
        if (this.fleet.isIdle(courier.id)) {
          await this.fleet.endShift(courier.id);
        }
      });
    }
    for (const order of orders) {
      this.schedule.at(order.placementTime, () => this.place(order));
    }
    this.fleet.startHeartbeats(HEARTBEAT_MS);
    try {
      await this.schedule.run(signal);
    } finally {
      await this.fleet.stop();
    }
    return this.completed;
  }

  private async place(order: Order): Promise<void> {
    this.waiting.set(order.id, order);
    const [result] = await this.options.engine.submit([this.sellerOrder(order)]);
    if (result instanceof DispatchError) {
      throw result;
    }
    await this.takeAssignments();
  }

  /** Starts the trips of all assignments that are possible now. */
  private async takeAssignments(): Promise<void> {
    while (this.waiting.size > 0 && this.fleet.idleCount > 0) {
      this.startTrip(await this.options.queue.next(this.options.timeoutMs ?? 30_000));
    }
  }

  private startTrip({ sellerOrderId, deliveryId, driverId }: QueuedAssignment): void {
    const order = this.waiting.get(sellerOrderId);
    if (!order || !this.fleet.isIdle(driverId)) {
      throw new Error(`Invalid assignment of ${sellerOrderId} to ${driverId}: one is assigned already`);
    }
    this.waiting.delete(sellerOrderId);
    this.fleet.markBusy(driverId);
    const trip = planTrip(this.options.instance, this.fleet.locationOf(driverId), order, this.schedule.now);
    this.schedule.at(trip.pickedUpAt, async () => {
      await this.options.app.pickUp({ driverId, deliveryId });
    });
    this.schedule.at(trip.freeAt, () => this.complete({ ...trip, order, driverId }, deliveryId));
  }

  private async complete(trip: CompletedTrip, deliveryId: string): Promise<void> {
    const { driverId, order } = trip;
    if (this.schedule.now >= this.shiftEnds.get(driverId)!) {
      await this.fleet.completeAndEndShift(driverId, deliveryId);
    } else {
      await this.fleet.complete(driverId, deliveryId, order.dropoff);
      await this.takeAssignments();
    }
    this.completed.push(trip);
    this.options.onDelivered?.(this.completed.length, this.schedule.now);
  }

  private sellerOrder(order: Order): SellerOrder {
    const time = (minute: number) => new Date(this.startedAt + minute * 60_000).toISOString();
    return {
      submissionKey: newSubmissionKey(),
      sellerOrderId: order.id,
      orderCode: order.id,
      channelId: CHANNEL,
      pickup: {
        name: 'Restaurant',
        point: onEarth(order.restaurant),
        address: {},
        readyAt: time(order.readyTime),
      },
      dropoff: { point: onEarth(order.dropoff), address: {} },
      searchRadiusMetres: MAX_SEARCH_RADIUS_METRES,
    };
  }
}
