import type {
  DeliveryEvent,
  DeliveryEventResult,
  EventSink,
  ReconcileDeliveries,
  ReconcileReply,
} from '@driver-dispatch/contract';

export interface QueuedAssignment {
  sellerOrderId: string;
  deliveryId: string;
  driverId: string;
}

/** Receives the engine's events and returns each assignment once, in the order of receipt. */
export class AssignmentQueue implements EventSink {
  private readonly seen = new Set<string>();
  private readonly queued: QueuedAssignment[] = [];
  /** Resolves the pending call of {@link next}. */
  private consumer: ((assignment: QueuedAssignment) => void) | undefined;

  async deliver(events: DeliveryEvent[]): Promise<DeliveryEventResult[]> {
    events.forEach((event) => this.add(event));
    return events.map(({ id }) => ({ id, result: 'applied' }));
  }

  private add(event: DeliveryEvent): void {
    if (event.type !== 'delivery.assigned' || this.seen.has(event.id)) {
      return;
    }
    this.seen.add(event.id);
    const { sellerOrderId, deliveryId, driver } = event.data;
    const assignment = { sellerOrderId, deliveryId, driverId: driver.id };
    if (this.consumer) {
      this.consumer(assignment);
      this.consumer = undefined;
    } else {
      this.queued.push(assignment);
    }
  }

  /** Reports every delivery as unknown: a replay has no shop. */
  async reconcile({ data }: ReconcileDeliveries): Promise<ReconcileReply> {
    return { deliveries: data.deliveries.map(({ submissionKey }) => ({ submissionKey, known: false })) };
  }

  /**
   * Removes and returns the next assignment. Only one call can be pending at a time.
   *
   * @throws Error if no assignment arrives within `timeoutMs`
   */
  next(timeoutMs: number): Promise<QueuedAssignment> {
    const assignment = this.queued.shift();
    if (assignment) {
      return Promise.resolve(assignment);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.consumer = undefined;
        reject(new Error(`No assignment within ${timeoutMs} ms although a courier is available`));
      }, timeoutMs);
      this.consumer = (assignment) => {
        clearTimeout(timer);
        resolve(assignment);
      };
    });
  }
}
