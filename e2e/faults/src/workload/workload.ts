import type { DriverReply, DriverTask, Point } from '@driver-dispatch/contract';
import type { Caller } from './caller';
import { CancellableSleep } from './cancellable-sleep';
import type { SeededRandom } from './seeded-random';

/** Largest distance of stores and drivers from the centre, and search radius of orders, in metres. */
const CITY_RADIUS_METRES = 4_000;
const SEARCH_RADIUS_METRES = 10_000;

/** Longest time between an order and its cancellation, in ms: before, during or after the delivery. */
const CANCELLED_WITHIN_MS = 1_500;

/** Probability that a driver sends a delivery step twice at the same time. */
const DUPLICATE_STEP_PROBABILITY = 0.05;

/** Probability that a delivery fails instead of being completed. */
const FAILED_DELIVERY_PROBABILITY = 0.05;

/** Probabilities that a driver without a delivery goes OFFLINE, else reports a new location, in one step. */
const GO_OFFLINE_PROBABILITY = 0.03;
const MOVE_PROBABILITY = 0.3;

/** Largest distance between two location reports of a driver without a delivery, in metres. */
const MOVE_RADIUS_METRES = 200;

export interface WorkloadOptions {
  /** Prefix of every id and order code. */
  prefix: string;
  centre: Point;
  drivers: number;
  /** Mean ms between two orders. */
  orderEveryMs: number;
  /** Mean ms between two requests of a driver with a delivery. */
  driverEveryMs: number;
  /** Mean ms between two requests of a driver without a delivery. */
  idleEveryMs: number;
  /** Ms before the first order is placed. */
  firstOrderAfterMs: number;
  /** Number of orders at each terminal that are placed first, four times as fast as later ones. */
  fastOrders: number;
  /** Share of the orders that are cancelled. */
  cancelled: number;
  /** Number of checkout terminals that place orders concurrently. */
  checkoutTerminals: number;
  /** Whether drivers without a delivery move, and sometimes go OFFLINE. */
  moving: boolean;
}

/** Seeded load: shoppers place and cancel orders; drivers go on and off duty, pick up and deliver. */
export class Workload {
  /** Codes of all orders that were sent to the shop, also of those that the shop refused. */
  readonly codes: string[] = [];
  readonly driverIds: string[];
  /** Unix ms of each driver's last successful location report, by driver id. Filled by {@link stop}. */
  readonly lastLocationTimes = new Map<string, number>();
  private readonly drivers: Promise<void>[] = [];
  private readonly terminals: Promise<void>[] = [];
  private readonly cancellations: Promise<void>[] = [];
  private readonly inFlight = new Set<Promise<unknown>>();
  /** Resolves when orders can be placed again. Undefined while orders are not paused. */
  private paused: Promise<void> | undefined;
  private readonly betweenOrders = new CancellableSleep();
  private readonly betweenDriverSteps = new CancellableSleep();

  constructor(
    private readonly caller: Caller,
    private readonly random: SeededRandom,
    private readonly options: WorkloadOptions,
  ) {
    this.driverIds = Array.from({ length: options.drivers }, (_, i) => `${options.prefix}d${i}`);
  }

  /** Starts shoppers and drivers. Drivers continue until {@link stop}. */
  start(): void {
    for (const driverId of this.driverIds) {
      this.drivers.push(this.drive(driverId, this.random.fork()));
    }
    for (let terminal = 0; terminal < this.options.checkoutTerminals; terminal++) {
      this.terminals.push(this.placeOrders(terminal, this.random.fork()));
    }
  }

  /** Stops new orders. Placed orders are still delivered. Scheduled cancellations are sent immediately. */
  async closeCheckout(): Promise<void> {
    this.betweenOrders.cancel();
    await Promise.all(this.terminals);
    // A terminal adds cancellations until it ends.
    await Promise.all(this.cancellations);
  }

  /** Runs `work` while no order is placed or cancelled. Waits for the responses to requests in flight first. */
  async withoutOrders<T>(work: () => Promise<T>): Promise<T> {
    let unpause!: () => void;
    this.paused = new Promise((resolve) => (unpause = resolve));
    try {
      await Promise.all(this.inFlight);
      return await work();
    } finally {
      this.paused = undefined;
      unpause();
    }
  }

  /** Stops the drivers. Each driver reports a last location. */
  async stop(): Promise<void> {
    await this.closeCheckout();
    this.betweenDriverSteps.cancel();
    await Promise.all(this.drivers);
  }

  private async placeOrders(terminal: number, random: SeededRandom): Promise<void> {
    const { prefix, centre, orderEveryMs, cancelled } = this.options;
    const { checkoutTerminals, firstOrderAfterMs, fastOrders } = this.options;
    await this.betweenOrders.sleep(firstOrderAfterMs);
    for (let n = 0; !this.betweenOrders.cancelled; n++) {
      await this.betweenOrders.sleep(
        (2 * random.unit() * orderEveryMs * checkoutTerminals) / (n < fastOrders ? 4 : 1),
      );
      if (this.betweenOrders.cancelled) {
        return;
      }
      const code = `${prefix}${terminal}-${n}`;
      this.codes.push(code);
      const pickup = random.pointNear(centre, CITY_RADIUS_METRES);
      const dropoff = random.pointNear(centre, CITY_RADIUS_METRES);
      await this.whenNotPaused(() =>
        this.caller.buy({ code, pickup, dropoff, searchRadiusMetres: SEARCH_RADIUS_METRES }),
      );
      if (random.chance(cancelled)) {
        const after = random.unit() * CANCELLED_WITHIN_MS;
        this.cancellations.push(
          this.betweenOrders.sleep(after).then(() => this.whenNotPaused(() => this.caller.cancelOrder(code))),
        );
      }
    }
  }

  /** Waits until orders are not paused, then sends a request to the shop. */
  private async whenNotPaused(send: () => Promise<unknown>): Promise<void> {
    while (this.paused) {
      await this.paused;
    }
    const request = send().finally(() => this.inFlight.delete(request));
    this.inFlight.add(request);
    await request;
  }

  private async drive(driverId: string, random: SeededRandom): Promise<void> {
    const { centre, driverEveryMs, idleEveryMs } = this.options;
    let at = random.pointNear(centre, CITY_RADIUS_METRES);
    let registered = false;
    let idle = false;
    while (!this.betweenDriverSteps.cancelled) {
      const stepEveryMs = idle && !this.betweenOrders.cancelled ? idleEveryMs : driverEveryMs;
      await this.betweenDriverSteps.sleep(2 * random.unit() * stepEveryMs);
      if (!registered) {
        registered = (await this.caller.register(driverId)).operation.outcome === 'ok';
        continue;
      }
      const { reply } = await this.caller.heartbeat(driverId);
      if (!reply) {
        continue;
      }
      idle = !reply.task && reply.status === 'AVAILABLE';
      if (reply.task) {
        at = await this.continueDelivery(driverId, reply.task, random, at);
      } else {
        at = await this.idleStep(driverId, reply, random, at);
      }
    }
    if (registered) {
      const { operation } = await this.caller.reportLocation(driverId, at);
      if (operation.outcome === 'ok') {
        this.lastLocationTimes.set(driverId, operation.invokedAt);
      }
    }
  }

  /**
   * Sends the next step of a delivery. After a lost response the next heartbeat returns the current state.
   *
   * @returns the location of the driver after the step
   */
  private async continueDelivery(
    driverId: string,
    task: DriverTask,
    random: SeededRandom,
    at: Point,
  ): Promise<Point> {
    const { deliveryId, state, dropoff } = task;
    const twice = random.chance(DUPLICATE_STEP_PROBABILITY);
    if (state === 'ASSIGNED') {
      await Promise.all(times(twice, () => this.caller.pickUp(deliveryId, driverId)));
      return at;
    }
    if (random.chance(FAILED_DELIVERY_PROBABILITY)) {
      await this.caller.fail(deliveryId, driverId, at);
      return at;
    }
    const [{ operation }] = await Promise.all(
      times(twice, () => this.caller.complete(deliveryId, driverId, dropoff.point)),
    );
    return operation.outcome === 'refused' ? at : dropoff.point;
  }

  /**
   * Sends a request of a driver without a delivery, or nothing.
   *
   * @returns the location of the driver after the step
   */
  private async idleStep(
    driverId: string,
    { status }: DriverReply,
    random: SeededRandom,
    at: Point,
  ): Promise<Point> {
    if (status === 'OFFLINE') {
      await this.caller.setStatus(driverId, 'AVAILABLE', at);
      return at;
    }
    if (!this.options.moving) {
      return at;
    }
    if (random.chance(GO_OFFLINE_PROBABILITY)) {
      await this.caller.setStatus(driverId, 'OFFLINE');
      return at;
    }
    if (random.chance(MOVE_PROBABILITY)) {
      const next = random.pointNear(at, MOVE_RADIUS_METRES);
      await this.caller.reportLocation(driverId, next);
      return next;
    }
    return at;
  }
}

/** Starts `work` once or twice. */
function times<T>(twice: boolean, work: () => Promise<T>): [Promise<T>, ...Promise<T>[]] {
  return twice ? [work(), work()] : [work()];
}
