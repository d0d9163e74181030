import {
  greatCircleDistance,
  type DeliveryEvent,
  type DriverAppClient,
  type EngineClient,
  type Point,
  type SellerOrder,
} from '@driver-dispatch/contract';
import { AssignmentQueue } from './assignment-queue';
import type { MdrpInstance } from './mdrp-instance';
import { Replay } from './replay';
import { createReport } from './replay-report';

/** An engine in memory: assigns the nearest available driver, oldest order first. */
class InMemoryEngine {
  readonly pending: SellerOrder[] = [];
  readonly available = new Map<string, Point>();
  private events = 0;

  constructor(private readonly queue: AssignmentQueue) {}

  readonly engine = {
    submit: async (orders: SellerOrder[]) => {
      this.pending.push(...orders);
      await this.assign();
      return [];
    },
  } as unknown as EngineClient;

  readonly app = {
    register: async () => undefined,
    setStatus: async ({ driverId, status, point }: { driverId: string; status: string; point: Point }) => {
      if (status === 'OFFLINE') {
        this.available.delete(driverId);
      } else {
        await this.release(driverId, point);
      }
    },
    pickUp: async () => undefined,
    complete: async ({
      driverId,
      point,
      endShift,
    }: {
      driverId: string;
      point: Point;
      endShift?: boolean;
    }) => {
      if (!endShift) {
        await this.release(driverId, point);
      }
    },
  } as unknown as DriverAppClient;

  private async release(driverId: string, point: Point) {
    this.available.set(driverId, point);
    await this.assign();
  }

  private async assign() {
    while (this.pending.length > 0 && this.available.size > 0) {
      const order = this.pending.shift()!;
      const byDistance = [...this.available].sort(
        ([, a], [, b]) =>
          greatCircleDistance(a, order.pickup.point) - greatCircleDistance(b, order.pickup.point),
      );
      const id = byDistance[0]![0];
      this.available.delete(id);
      const event = {
        id: String(++this.events),
        type: 'delivery.assigned',
        data: {
          sellerOrderId: order.sellerOrderId,
          deliveryId: order.sellerOrderId,
          driver: { id, name: id },
        },
      };
      await this.queue.deliver([event as DeliveryEvent]);
    }
  }
}

const run = async (instance: MdrpInstance) => {
  const queue = new AssignmentQueue();
  const { engine, app } = new InMemoryEngine(queue);
  const replay = new Replay({ instance, engine, app, queue, minutesPerSecond: 1e9, timeoutMs: 100 });
  return replay.run();
};

describe('Replay', () => {
  const order = (id: string, placementTime: number, readyTime: number) => ({
    id,
    restaurant: { x: 100, y: 0 },
    dropoff: { x: 300, y: 0 },
    placementTime,
    readyTime,
  });
  const instance: MdrpInstance = {
    metresPerMinute: 100,
    pickupServiceMinutes: 2,
    dropoffServiceMinutes: 2,
    couriers: [
      { id: 'near', start: { x: 200, y: 0 }, shiftStart: 0, shiftEnd: 20 },
      { id: 'far', start: { x: 5_000, y: 0 }, shiftStart: 0, shiftEnd: 60 },
    ],
    orders: [order('first', 1, 1), order('second', 2, 30), order('third', 3, 3)],
  };

  it('moves the assigned couriers, queues orders without an available courier and ends shifts', async () => {
    const trips = await run(instance);
    expect(
      trips.map(({ order: { id }, driverId, pickedUpAt, freeAt }) => [id, driverId, pickedUpAt, freeAt]),
    ).toEqual([
      // 1 min drive and 1 min walk to the counter; 1 + 2 + 1 to the drop-off, 1 back.
      ['first', 'near', 3, 8],
      // Assigned at minute 8 at the drop-off of the first: 2 min drive, 1 min walk.
      ['third', 'near', 11, 16],
      // 49 min away; the meal is ready before.
      ['second', 'far', 52, 57],
    ]);
  });

  it('reports minutes and utilisation', async () => {
    const report = createReport(instance, await run(instance));
    expect(report).toMatchObject({ orders: 3, delivered: 3 });
    expect(report.readyToPickup?.mean).toBeCloseTo((2 + 8 + 22) / 3, 2);
    expect(report.courierUtilisation).toBeCloseTo((7 + 8 + 55) / 80, 3);
  });

  it('delivers no order without a courier on duty', async () => {
    expect(await run({ ...instance, couriers: [] })).toEqual([]);
  });
});
