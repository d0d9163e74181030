import {
  DispatchError,
  getIdentity,
  type DeliveryEvent,
  type DeliveryIdentity,
  type DeliveryReceipt,
  type EngineClient,
  type EngineConnection,
  type EraseDeliveries,
  type EventSink,
  type HealthReport,
  type ReconcileDeliveries,
  type ReconciledDelivery,
  type SellerOrder,
  type SellerOrderCancelled,
  type SellerOrderUpdated,
  type SubmissionResult,
} from '@driver-dispatch/contract';

type Answer<M> = (message: M) => Promise<unknown> | void;

const HEALTHY: HealthReport = {
  status: 'up',
  components: { database: 'up', redis: 'disabled', queue: 'up' },
  warnings: [],
};

/** A fake engine that records messages and answers as a test defines. By default it accepts everything. */
export class ScriptedEngine implements EngineConnection {
  readonly webhookKeys = [];
  /** All submitted orders. */
  readonly submitted: SellerOrder[] = [];
  /** Number of orders in each submission. */
  readonly submissions: number[] = [];
  readonly updated: SellerOrderUpdated[] = [];
  readonly cancelled: SellerOrderCancelled[] = [];
  /** Called before an order is answered. A thrown error is the answer. */
  onReady: Answer<SellerOrder> = () => undefined;
  /** Called before a submission is answered. A thrown error is the answer to all its orders. */
  onSubmission: Answer<SellerOrder[]> = () => undefined;
  onUpdated: Answer<SellerOrderUpdated> = () => undefined;
  onCancelled: Answer<SellerOrderCancelled> = () => undefined;
  /** The engine's deliveries by submission key. All other deliveries are unknown. */
  readonly known = new Map<
    string,
    Omit<Extract<ReconciledDelivery, { known: true }>, 'known' | 'submissionKey'>
  >();
  readonly reconciled: ReconcileDeliveries[] = [];
  readonly erased: EraseDeliveries[] = [];
  /** Keys that are not erased yet. */
  readonly pending = new Set<string>();
  /** Returns the answer to a health request. */
  onHealth: () => HealthReport = () => HEALTHY;
  private sink!: EventSink;

  async connect({ sink }: { sink: EventSink }): Promise<EngineClient> {
    this.sink = sink;
    return {
      submit: async (orders) => {
        this.submissions.push(orders.length);
        await this.onSubmission(orders);
        return Promise.all(orders.map((order) => this.answer(order)));
      },
      sellerOrderUpdated: async (message) => {
        this.updated.push(message);
        await this.onUpdated(message);
        return createReceipt(message.data, 'PENDING');
      },
      sellerOrderCancelled: async (message) => {
        this.cancelled.push(message);
        await this.onCancelled(message);
        return createReceipt(message.data, 'CANCELLED');
      },
      reconcile: async (message) => {
        this.reconciled.push(message);
        const { deliveries } = message.data;
        return { deliveries: deliveries.map(({ submissionKey }) => this.reconciledDelivery(submissionKey)) };
      },
      eraseDeliveries: async (message) => {
        this.erased.push(message);
        return { pending: message.data.submissionKeys.filter((key) => this.pending.has(key)) };
      },
      health: async () => this.onHealth(),
      close: async () => undefined,
    };
  }

  reset(): void {
    this.submitted.length = 0;
    this.submissions.length = 0;
    this.updated.length = 0;
    this.onUpdated = () => undefined;
    this.cancelled.length = 0;
    this.known.clear();
    this.reconciled.length = 0;
    this.erased.length = 0;
    this.pending.clear();
    this.onHealth = () => HEALTHY;
    this.onReady = () => undefined;
    this.onSubmission = () => undefined;
    this.onCancelled = () => undefined;
  }

  private async answer(order: SellerOrder): Promise<SubmissionResult> {
    this.submitted.push(order);
    try {
      await this.onReady(order);
      return createReceipt(order, 'PENDING');
    } catch (error) {
      if (error instanceof DispatchError) {
        return error;
      }
      throw error;
    }
  }

  private reconciledDelivery(submissionKey: string): ReconciledDelivery {
    const delivery = this.known.get(submissionKey);
    return delivery ? { submissionKey, known: true, ...delivery } : { submissionKey, known: false };
  }

  /** Sends the shop the first event of a delivery. */
  async sendEvent(data: DeliveryIdentity, type: 'delivery.assigned' | 'delivery.cancelled'): Promise<void> {
    const assigned = type === 'delivery.assigned';
    const event = {
      id: `first-of-${data.submissionKey}`,
      type,
      timestamp: new Date().toISOString(),
      data: {
        deliveryId: `d-${data.submissionKey}`,
        ...getIdentity(data),
        sequence: 1,
        state: assigned ? 'ASSIGNED' : 'CANCELLED',
        ...(assigned ? { driver: { id: 'ada', name: 'Ada' }, distanceMetres: 100 } : {}),
      },
    } as DeliveryEvent;
    const [result] = await this.sink.deliver([event]);
    if (result?.result !== 'applied') {
      throw new Error(`The event was not applied: ${JSON.stringify(result)}`);
    }
  }
}

function createReceipt(
  { submissionKey }: DeliveryIdentity,
  state: DeliveryReceipt['state'],
): DeliveryReceipt {
  return { deliveryId: `d-${submissionKey}`, submissionKey, state, sequence: 0, duplicate: false };
}
