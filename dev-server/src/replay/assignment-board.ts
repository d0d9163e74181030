import type {
  DeliveryEvent,
  DeliveryEventResult,
  EventSink,
  ReconcileDeliveries,
  ReconcileReply,
} from '@driver-dispatch/contract';

export interface Assigned {
  sellerOrderId: string;
  deliveryId: string;
  driverId: string;
}

/** Takes the engine's events and hands its assignments out, one after another, each once. */
export class AssignmentBoard implements EventSink {
  private readonly seen = new Set<string>();
  private readonly ready: Assigned[] = [];
  private waiting: ((assigned: Assigned) => void) | undefined;

  async deliver(events: DeliveryEvent[]): Promise<DeliveryEventResult[]> {
    events.forEach((event) => this.take(event));
    return events.map(({ id }) => ({ id, result: 'applied' }));
  }

  private take(event: DeliveryEvent): void {
    if (event.type !== 'delivery.assigned' || this.seen.has(event.id)) {
      return;
    }
    this.seen.add(event.id);
    const { sellerOrderId, deliveryId, driver } = event.data;
    const assigned = { sellerOrderId, deliveryId, driverId: driver.id };
    if (this.waiting) {
      this.waiting(assigned);
      this.waiting = undefined;
    } else {
      this.ready.push(assigned);
    }
  }

  /** A replay's orders are nobody's but the engine's. */
  async reconcile({ data }: ReconcileDeliveries): Promise<ReconcileReply> {
    return { deliveries: data.deliveries.map(({ submissionKey }) => ({ submissionKey, known: false })) };
  }

  /**
   * The next assignment nobody has taken from the board yet.
   *
   * @throws Error when the engine makes none within `timeoutMs`
   */
  next(timeoutMs: number): Promise<Assigned> {
    const assigned = this.ready.shift();
    if (assigned) {
      return Promise.resolve(assigned);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = undefined;
        reject(new Error(`The engine assigned nobody within ${timeoutMs} ms, though a courier is free`));
      }, timeoutMs);
      this.waiting = (assigned) => {
        clearTimeout(timer);
        resolve(assigned);
      };
    });
  }
}
