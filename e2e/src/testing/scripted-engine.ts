import {
  DispatchError,
  identityOf,
  type DeliveryEvent,
  type DeliveryIdentity,
  type DeliveryReceipt,
  type EngineClient,
  type EngineConnection,
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

/** An engine that answers as a test tells it to, and keeps what it was told. Left alone it accepts everything. */
export class ScriptedEngine implements EngineConnection {
  readonly webhookKeys = [];
  /** Every order that was submitted. */
  readonly asked: SellerOrder[] = [];
  /** How many orders each submission had. */
  readonly submissions: number[] = [];
  readonly updated: SellerOrderUpdated[] = [];
  readonly cancelled: SellerOrderCancelled[] = [];
  /** Run before a message is answered; what it throws is the answer. */
  onReady: Answer<SellerOrder> = () => undefined;
  /** Run before a submission is answered; what it throws is the answer to all its orders. */
  onSubmission: Answer<SellerOrder[]> = () => undefined;
  onUpdated: Answer<SellerOrderUpdated> = () => undefined;
  onCancelled: Answer<SellerOrderCancelled> = () => undefined;
  /** What the engine has, by submission key; every other delivery it does not know. */
  readonly known = new Map<
    string,
    Omit<Extract<ReconciledDelivery, { known: true }>, 'known' | 'submissionKey'>
  >();
  readonly reconciled: ReconcileDeliveries[] = [];
  /** Asked for its health, it answers with what this returns. */
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
        return receiptOf(message.data, 'PENDING');
      },
      sellerOrderCancelled: async (message) => {
        this.cancelled.push(message);
        await this.onCancelled(message);
        return receiptOf(message.data, 'CANCELLED');
      },
      reconcile: async (message) => {
        this.reconciled.push(message);
        return { deliveries: message.data.deliveries.map(({ submissionKey }) => this.have(submissionKey)) };
      },
      health: async () => this.onHealth(),
      close: async () => undefined,
    };
  }

  forget(): void {
    this.asked.length = 0;
    this.submissions.length = 0;
    this.updated.length = 0;
    this.onUpdated = () => undefined;
    this.cancelled.length = 0;
    this.known.clear();
    this.reconciled.length = 0;
    this.onHealth = () => HEALTHY;
    this.onReady = () => undefined;
    this.onSubmission = () => undefined;
    this.onCancelled = () => undefined;
  }

  private async answer(order: SellerOrder): Promise<SubmissionResult> {
    this.asked.push(order);
    try {
      await this.onReady(order);
      return receiptOf(order, 'PENDING');
    } catch (error) {
      if (error instanceof DispatchError) {
        return error;
      }
      throw error;
    }
  }

  private have(submissionKey: string): ReconciledDelivery {
    const delivery = this.known.get(submissionKey);
    return delivery ? { submissionKey, known: true, ...delivery } : { submissionKey, known: false };
  }

  /** Tells the shop what has become of a delivery, as its first event. */
  async tell(data: DeliveryIdentity, type: 'delivery.assigned' | 'delivery.cancelled'): Promise<void> {
    const assigned = type === 'delivery.assigned';
    const event = {
      id: `first-of-${data.submissionKey}`,
      type,
      timestamp: new Date().toISOString(),
      data: {
        deliveryId: `d-${data.submissionKey}`, ...identityOf(data), sequence: 1,
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

function receiptOf({ submissionKey }: DeliveryIdentity, state: DeliveryReceipt['state']): DeliveryReceipt {
  return { deliveryId: `d-${submissionKey}`, submissionKey, state, sequence: 0, duplicate: false };
}
