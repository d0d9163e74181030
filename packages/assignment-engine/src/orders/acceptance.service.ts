import { randomUUID } from 'node:crypto';
import {
  DispatchError,
  getIdentity,
  isSameDelivery,
  NaturalBatches,
  type DeliveryReceipt,
  type SellerOrder,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { AssignmentService } from '../assignment/assignment.service';
import { matchNearest } from '../assignment/match-nearest';
import { isOffered } from '../assignment/offer-rules';
import { startSearch } from '../assignment/search';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { isDatabaseUnavailable } from '../database/database-error';
import { retryIndividually } from '../database/retry-individually';
import type { EngineLogger } from '../observability/create-logger';
import { fingerprint } from './fingerprint';
import { heldUntil } from './held-until';
import { toWaiting, type NewOrder } from './new-order';
import { OrderStore, type StoredReceipt } from './order-store';
import { getSearchRadius } from './search-radius';

/** Maximum of orders per batch: more would delay the first ones. */
const BATCH = 128;

/** Accepts seller orders, each submission key once, and assigns drivers. Orders that arrive during a batch form the next. */
@Injectable()
export class AcceptanceService {
  // If PostgreSQL is down, the queued orders fail together with the batch.
  private readonly batches = new NaturalBatches<NewOrder, DeliveryReceipt>(
    retryIndividually((orders) => this.acceptBatch(orders)),
    { maxItems: BATCH, failsWaiting: isDatabaseUnavailable },
  );

  constructor(
    private readonly orderStore: OrderStore,
    private readonly assignment: AssignmentService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** @throws DispatchError `idempotency_conflict` when the submission key was accepted with different contents */
  async accept(data: SellerOrder): Promise<DeliveryReceipt> {
    const { assignment } = this.configuration;
    return this.batches.add({
      id: randomUUID(),
      data,
      fingerprint: fingerprint(data),
      searchRadiusMetres: getSearchRadius(data, assignment),
      heldUntil: heldUntil(data.pickup, assignment.leadTimeSeconds),
    });
  }

  private async acceptBatch(orders: NewOrder[]): Promise<(DeliveryReceipt | Promise<DeliveryReceipt>)[]> {
    // If a batch contains an order twice, the second one is a duplicate of the first.
    const first = new Map<string, NewOrder>();
    for (const order of orders) {
      if (!first.has(order.data.submissionKey)) {
        first.set(order.data.submissionKey, order);
      }
    }
    const assigned = await this.store([...first.values()]);
    const waiting = orders.filter(({ id }) => assigned.get(id) === false);
    const known = orders.filter(({ id }) => !assigned.has(id));
    const tried = this.tryAgain(waiting).then(() => this.orderStore.read(waiting));
    const repeated = this.orderStore.read(known);
    return orders.map((order) => {
      const { id, data } = order;
      const { submissionKey } = data;
      if (assigned.get(id)) {
        return { deliveryId: id, submissionKey, state: 'ASSIGNED', sequence: 1, duplicate: false } as const;
      }
      const duplicate = !assigned.has(id);
      return (duplicate ? repeated : tried).then((rows) =>
        toReceipt(order, rows.get(submissionKey)!, duplicate),
      );
    });
  }

  /**
   * Stores orders, each with the nearest driver if the claim succeeds. Does not search for held orders, and for orders that
   * are offered to drivers.
   *
   * @returns for each new order, by delivery id, whether it has a driver
   */
  private async store(orders: readonly NewOrder[]): Promise<Map<string, boolean>> {
    const searches = orders.map((order) => startSearch(toWaiting(order)));
    const { assignment } = this.configuration;
    const direct = searches.filter(
      (_, i) => orders[i].heldUntil === undefined && !isOffered(assignment, orders[i].data.channelId),
    );
    return this.orderStore.accept(orders, searches, await this.assignment.proposeNearest(direct));
  }

  /**
   * Searches again: a driver may have become AVAILABLE between the search and the commit, without seeing these orders. Makes
   * the first offers.
   */
  private async tryAgain(orders: readonly NewOrder[]): Promise<void> {
    for (const { id, data } of orders) {
      this.logger.info('Seller order accepted', { deliveryId: id, ...getIdentity(data) });
    }
    const notHeld = orders.filter((order) => order.heldUntil === undefined);
    await this.assignment.assign(notHeld.map(toWaiting), matchNearest);
  }
}

function toReceipt(order: NewOrder, row: StoredReceipt, duplicate: boolean): DeliveryReceipt {
  const { deliveryId, submissionKey, state, sequence, heldUntil, fingerprint: stored } = row;
  const same = stored === null ? isSameDelivery(row, order.data) : stored === order.fingerprint;
  if (!same) {
    throw new DispatchError(
      'idempotency_conflict',
      `Submission key ${submissionKey} was accepted with different contents`,
      { details: { deliveryId, state, ...getIdentity(row) } },
    );
  }
  return { deliveryId, submissionKey, state, sequence, duplicate, ...(heldUntil && { heldUntil }) };
}
