import {
  DispatchError,
  MAX_SEARCH_RADIUS_METRES,
  newSubmissionKey,
  type DriverAppClient,
  type EngineClient,
  type SellerOrder,
} from '@driver-dispatch/contract';
import { Agenda } from './agenda';
import type { Assigned, AssignmentBoard } from './assignment-board';
import { CourierCrew, onEarth } from './courier-crew';
import type { MdrpInstance, Order } from './mdrp-instance';
import { planTrip, type Trip } from './trip';

export interface ReplayOptions {
  instance: MdrpInstance;
  engine: EngineClient;
  app: DriverAppClient;
  /** The sink the engine was connected with. */
  board: AssignmentBoard;
  /** Simulated minutes in a real second. */
  minutesPerSecond: number;
  /** Milliseconds the engine may take for an assignment that is due. @default 30000 */
  timeoutMs?: number;
  /** Told after each delivery: delivered so far, and the minute of the day. */
  onDelivered?: (delivered: number, minute: number) => void;
}

export interface CompletedTrip extends Trip {
  order: Order;
  driverId: string;
}

const CHANNEL = 'mdrp';
const HEARTBEAT_MS = 3_000;

/**
 * Sends a day's orders to the engine at the minutes they were placed and moves the couriers it chooses. The
 * radius reaches every courier, so an assignment is due whenever an order waits and a courier is free: time
 * stands still until the engine has made it.
 */
export class Replay {
  private readonly agenda: Agenda;
  private readonly crew: CourierCrew;
  private readonly waiting = new Map<string, Order>();
  private readonly offTimes: Map<string, number>;
  private readonly completed: CompletedTrip[] = [];
  private readonly startedAt = Date.now();

  constructor(private readonly options: ReplayOptions) {
    const { instance, app, minutesPerSecond } = options;
    this.agenda = new Agenda(minutesPerSecond);
    this.crew = new CourierCrew(app, CHANNEL);
    this.offTimes = new Map(instance.couriers.map(({ id, offTime }) => [id, offTime]));
  }

  /** @returns every trip that was completed; orders that found no courier all day have none */
  async run(signal?: AbortSignal): Promise<CompletedTrip[]> {
    const { couriers, orders } = this.options.instance;
    for (const courier of couriers) {
      this.agenda.at(courier.onTime, async () => {
        await this.crew.comeOn(courier);
        await this.settle();
      });
      this.agenda.at(courier.offTime, async () => {
        if (this.crew.isIdle(courier.id)) {
          await this.crew.goOff(courier.id);
        }
      });
    }
    for (const order of orders) {
      this.agenda.at(order.placementTime, () => this.place(order));
    }
    this.crew.keepFresh(HEARTBEAT_MS);
    try {
      await this.agenda.run(signal);
    } finally {
      await this.crew.stop();
    }
    return this.completed;
  }

  private async place(order: Order): Promise<void> {
    this.waiting.set(order.id, order);
    const [result] = await this.options.engine.submit([this.sellerOrder(order)]);
    if (result instanceof DispatchError) {
      throw result;
    }
    await this.settle();
  }

  /** Takes every assignment that is due now. */
  private async settle(): Promise<void> {
    while (this.waiting.size > 0 && this.crew.idleCount > 0) {
      this.setOut(await this.options.board.next(this.options.timeoutMs ?? 30_000));
    }
  }

  private setOut({ sellerOrderId, deliveryId, driverId }: Assigned): void {
    const order = this.waiting.get(sellerOrderId);
    if (!order || !this.crew.isIdle(driverId)) {
      throw new Error(`The engine gave ${sellerOrderId} to ${driverId}: one of them is taken already`);
    }
    this.waiting.delete(sellerOrderId);
    this.crew.take(driverId);
    const trip = planTrip(this.options.instance, this.crew.placeOf(driverId), order, this.agenda.now);
    this.agenda.at(trip.pickedUpAt, async () => {
      await this.options.app.pickUp({ driverId, deliveryId });
    });
    this.agenda.at(trip.freeAt, () => this.finish({ ...trip, order, driverId }, deliveryId));
  }

  private async finish(trip: CompletedTrip, deliveryId: string): Promise<void> {
    const { driverId, order } = trip;
    if (this.agenda.now >= this.offTimes.get(driverId)!) {
      await this.crew.finishForGood(driverId, deliveryId);
    } else {
      await this.crew.finish(driverId, deliveryId, order.door);
      await this.settle();
    }
    this.completed.push(trip);
    this.options.onDelivered?.(this.completed.length, this.agenda.now);
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
      dropoff: { point: onEarth(order.door), address: {} },
      searchRadiusMetres: MAX_SEARCH_RADIUS_METRES,
    };
  }
}
