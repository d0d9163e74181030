import type { DriverReply, DriverTask, Point } from '@driver-dispatch/contract';
import type { Caller } from './caller';
import { Pause } from './pause';
import type { SeededRandom } from './seeded-random';

/** How far from the centre stores and drivers are, in metres, and how far a driver may come from. */
const CITY_RADIUS_METRES = 4_000;
const SEARCH_RADIUS_METRES = 10_000;

/** How long after its order a cancellation comes at most, in ms: before, during or after the delivery. */
const CANCELLED_WITHIN_MS = 1_500;

/** Part of the steps that a driver takes twice at once. */
const TAPPED_TWICE = 0.05;

export interface RushOptions {
  /** Put before every id and order code. */
  prefix: string;
  centre: Point;
  drivers: number;
  /** Mean ms between two orders. */
  orderEveryMs: number;
  /** Mean ms between two things that a driver with a delivery does. */
  driverEveryMs: number;
  /** Mean ms between two things that a driver without a delivery does. */
  idleEveryMs: number;
  /** Ms until the first order is placed. */
  opensAfterMs: number;
  /** Orders of each till that are placed at first, four times as fast as later ones. */
  quickOrders: number;
  /** Part of the orders that are cancelled sooner or later. */
  cancelled: number;
  /** Connections on which orders are placed at the same time. */
  tills: number;
  /** Whether drivers without a delivery move and go off duty at times. */
  moving: boolean;
}

/** Dinner time: shoppers buy and cancel, drivers come and go, pick up and deliver, all by the seed. */
export class Rush {
  /** Codes of the orders that were placed, whatever was answered. */
  readonly codes: string[] = [];
  readonly driverIds: string[];
  /** When drivers reported their last location, in ms since 1970, where that was answered with success. */
  readonly lastLocations = new Map<string, number>();
  private readonly drivers: Promise<void>[] = [];
  private readonly shoppers: Promise<unknown>[] = [];
  private readonly asking = new Set<Promise<unknown>>();
  /** Ends when orders are placed again; undefined while they are. */
  private wanted: Promise<void> | undefined;
  private readonly buying = new Pause();
  private readonly driving = new Pause();

  constructor(
    private readonly caller: Caller,
    private readonly random: SeededRandom,
    private readonly options: RushOptions,
  ) {
    this.driverIds = Array.from({ length: options.drivers }, (_, i) => `${options.prefix}d${i}`);
  }

  /** Begins; drivers go on until {@link stop}. */
  start(): void {
    for (const driverId of this.driverIds) {
      this.drivers.push(this.drive(driverId, this.random.fork()));
    }
    for (let till = 0; till < this.options.tills; till++) {
      this.shoppers.push(this.sell(till, this.random.fork()));
    }
  }

  /** Ends the buying; what was bought is still delivered. Orders that would be cancelled later are cancelled at once. */
  async closeTills(): Promise<void> {
    this.buying.end();
    await Promise.all(this.shoppers);
  }

  /** Works while no order is placed or cancelled; those under way are answered first. */
  async quiet<T>(work: () => Promise<T>): Promise<T> {
    let end!: () => void;
    this.wanted = new Promise((resolve) => (end = resolve));
    await Promise.all(this.asking);
    try {
      return await work();
    } finally {
      this.wanted = undefined;
      end();
    }
  }

  /** Ends the driving; each driver reports a last location. */
  async stop(): Promise<void> {
    await this.closeTills();
    this.driving.end();
    await Promise.all(this.drivers);
  }

  private async sell(till: number, random: SeededRandom): Promise<void> {
    const { prefix, centre, orderEveryMs, cancelled, tills, opensAfterMs, quickOrders } = this.options;
    await this.buying.for(opensAfterMs);
    for (let n = 0; !this.buying.ended; n++) {
      await this.buying.for((2 * random.unit() * orderEveryMs * tills) / (n < quickOrders ? 4 : 1));
      if (this.buying.ended) {
        return;
      }
      const code = `${prefix}${till}-${n}`;
      this.codes.push(code);
      const pickup = random.pointNear(centre, CITY_RADIUS_METRES);
      const dropoff = random.pointNear(centre, CITY_RADIUS_METRES);
      await this.whileOpen(() =>
        this.caller.buy({ code, pickup, dropoff, searchRadiusMetres: SEARCH_RADIUS_METRES }),
      );
      if (random.chance(cancelled)) {
        const after = random.unit() * CANCELLED_WITHIN_MS;
        this.shoppers.push(
          this.buying.for(after).then(() => this.whileOpen(() => this.caller.cancelOrder(code))),
        );
      }
    }
  }

  /** Asks the shop for something as soon as nobody wants quiet. */
  private async whileOpen(ask: () => Promise<unknown>): Promise<void> {
    while (this.wanted) {
      await this.wanted;
    }
    const asking = ask().finally(() => this.asking.delete(asking));
    this.asking.add(asking);
    await asking;
  }

  private async drive(driverId: string, random: SeededRandom): Promise<void> {
    const { centre, driverEveryMs, idleEveryMs } = this.options;
    let at = random.pointNear(centre, CITY_RADIUS_METRES);
    let known = false;
    let idle = false;
    while (!this.driving.ended) {
      await this.driving.for(2 * random.unit() * (idle && !this.buying.ended ? idleEveryMs : driverEveryMs));
      if (!known) {
        known = (await this.caller.register(driverId)).operation.outcome === 'ok';
        continue;
      }
      const { reply } = await this.caller.heartbeat(driverId);
      if (!reply) {
        continue;
      }
      idle = !reply.task && reply.status === 'AVAILABLE';
      if (reply.task) {
        at = await this.carry(driverId, reply.task, random, at);
      } else {
        at = await this.wander(driverId, reply, random, at);
      }
    }
    if (known) {
      const { operation } = await this.caller.reportLocation(driverId, at);
      if (operation.outcome === 'ok') {
        this.lastLocations.set(driverId, operation.invokedAt);
      }
    }
  }

  /** One step of a delivery; a lost answer is found out about at the next heartbeat. */
  private async carry(driverId: string, task: DriverTask, random: SeededRandom, at: Point): Promise<Point> {
    const { deliveryId, state, dropoff } = task;
    const twice = random.chance(TAPPED_TWICE);
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

  /** What a driver does who has nothing to deliver. */
  private async wander(
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

/** Once, or twice. */
function times<T>(twice: boolean, work: () => Promise<T>): [Promise<T>, ...Promise<T>[]] {
  return twice ? [work(), work()] : [work()];
}
