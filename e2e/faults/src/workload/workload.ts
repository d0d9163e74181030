import type { DriverReply, DriverTask, Point } from '@driver-dispatch/contract';
import type { Caller } from './caller';
import { Pause } from './pause';
import type { SeededRandom } from './seeded-random';

/** Largest distance of stores and drivers from the centre, and search radius of orders, in metres. */
const CITY_RADIUS_METRES = 4_000;
const SEARCH_RADIUS_METRES = 10_000;

/** Longest time between an order and its cancellation, in ms: before, during or after the delivery. */
const CANCELLED_WITHIN_MS = 1_500;

/** Share of delivery steps that a driver sends twice at the same time. */
const REPEATED_STEPS = 0.05;

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
  /** Codes of all placed orders, whatever the answer was. */
  readonly codes: string[] = [];
  readonly driverIds: string[];
  /** Time of each driver's last location report that was answered with success, in ms since 1970. */
  readonly lastLocations = new Map<string, number>();
  private readonly drivers: Promise<void>[] = [];
  private readonly shoppers: Promise<unknown>[] = [];
  private readonly inFlight = new Set<Promise<unknown>>();
  /** Resolves when orders may be placed again; undefined while they may. */
  private paused: Promise<void> | undefined;
  private readonly buying = new Pause();
  private readonly driving = new Pause();

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
      this.shoppers.push(this.placeOrders(terminal, this.random.fork()));
    }
  }

  /** Stops new orders. Placed orders are still delivered. Scheduled cancellations are sent immediately. */
  async closeCheckout(): Promise<void> {
    this.buying.end();
    await Promise.all(this.shoppers);
  }

  /** Runs `work` while no order is placed or cancelled. Requests in flight are answered first. */
  async withoutOrders<T>(work: () => Promise<T>): Promise<T> {
    let end!: () => void;
    this.paused = new Promise((resolve) => (end = resolve));
    await Promise.all(this.inFlight);
    try {
      return await work();
    } finally {
      this.paused = undefined;
      end();
    }
  }

  /** Stops the drivers. Each driver reports a last location. */
  async stop(): Promise<void> {
    await this.closeCheckout();
    this.driving.end();
    await Promise.all(this.drivers);
  }

  private async placeOrders(terminal: number, random: SeededRandom): Promise<void> {
    const { prefix, centre, orderEveryMs, cancelled } = this.options;
    const { checkoutTerminals, firstOrderAfterMs, fastOrders } = this.options;
    await this.buying.for(firstOrderAfterMs);
    for (let n = 0; !this.buying.ended; n++) {
      await this.buying.for(
        (2 * random.unit() * orderEveryMs * checkoutTerminals) / (n < fastOrders ? 4 : 1),
      );
      if (this.buying.ended) {
        return;
      }
      const code = `${prefix}${terminal}-${n}`;
      this.codes.push(code);
      const pickup = random.pointNear(centre, CITY_RADIUS_METRES);
      const dropoff = random.pointNear(centre, CITY_RADIUS_METRES);
      await this.unlessPaused(() =>
        this.caller.buy({ code, pickup, dropoff, searchRadiusMetres: SEARCH_RADIUS_METRES }),
      );
      if (random.chance(cancelled)) {
        const after = random.unit() * CANCELLED_WITHIN_MS;
        this.shoppers.push(
          this.buying.for(after).then(() => this.unlessPaused(() => this.caller.cancelOrder(code))),
        );
      }
    }
  }

  /** Sends a request to the shop once orders are not paused. */
  private async unlessPaused(send: () => Promise<unknown>): Promise<void> {
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
    while (!this.driving.ended) {
      await this.driving.for(2 * random.unit() * (idle && !this.buying.ended ? idleEveryMs : driverEveryMs));
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
        at = await this.stayIdle(driverId, reply, random, at);
      }
    }
    if (registered) {
      const { operation } = await this.caller.reportLocation(driverId, at);
      if (operation.outcome === 'ok') {
        this.lastLocations.set(driverId, operation.invokedAt);
      }
    }
  }

  /** Sends the next step of a delivery. After a lost answer the next heartbeat returns the present state. */
  private async continueDelivery(
    driverId: string,
    task: DriverTask,
    random: SeededRandom,
    at: Point,
  ): Promise<Point> {
    const { deliveryId, state, dropoff } = task;
    const twice = random.chance(REPEATED_STEPS);
    if (state === 'ASSIGNED') {
      await Promise.all(times(twice, () => this.caller.pickUp(deliveryId, driverId)));
      return at;
    }
    if (random.chance(0.05)) {
      await this.caller.fail(deliveryId, driverId, at);
      return at;
    }
    const [{ operation }] = await Promise.all(
      times(twice, () => this.caller.complete(deliveryId, driverId, dropoff.point)),
    );
    return operation.outcome === 'refused' ? at : dropoff.point;
  }

  /** Sends a request of a driver without a delivery. */
  private async stayIdle(
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
    if (random.chance(0.03)) {
      await this.caller.setStatus(driverId, 'OFFLINE');
      return at;
    }
    if (random.chance(0.3)) {
      const next = random.pointNear(at, 200);
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
