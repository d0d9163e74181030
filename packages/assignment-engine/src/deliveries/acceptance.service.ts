import { randomUUID } from 'node:crypto';
import { DispatchError, type DeliveryReceipt, type SellerOrderReady } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AssignmentService } from '../assignment/assignment.service';
import { matchNearest } from '../assignment/match-nearest';
import { toWaiting, type NewOrder } from '../assignment/new-order';
import { NaturalBatches } from '../batching/natural-batches';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { isDatabaseUnavailable } from '../database/database-error';
import { prepared, runPrepared } from '../database/prepared-statement';
import type { EngineLogger } from '../logging/create-logger';
import { fingerprint } from './fingerprint';

const READ_RECEIPTS = prepared('read-receipts.sql');

/** How many orders are accepted in one statement: more would hold the first ones up. */
const BATCH = 128;

type Row = Omit<DeliveryReceipt, 'duplicate'> & { fingerprint: string | null };

/**
 * Accepts seller orders, each once, and assigns them at once, those together that arrive while others are being
 * stored.
 */
@Injectable()
export class AcceptanceService {
  private readonly batches = new NaturalBatches<NewOrder, DeliveryReceipt>(
    (orders) => this.acceptTogether(orders),
    BATCH,
    // Who waits behind a PostgreSQL that is away is refused with those in front, rather than left hanging.
    isDatabaseUnavailable,
  );

  constructor(
    private readonly dataSource: DataSource,
    private readonly assignment: AssignmentService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** @throws DispatchError `idempotency_conflict` when the order was accepted with other contents */
  accept({ data }: SellerOrderReady): Promise<DeliveryReceipt> {
    const { searchRadiusMetres, maxSearchRadiusMetres } = this.configuration.assignment;
    return this.batches.add({
      id: randomUUID(),
      data,
      fingerprint: fingerprint(data),
      searchRadiusMetres: Math.min(data.searchRadiusMetres ?? searchRadiusMetres, maxSearchRadiusMetres),
    });
  }

  private async acceptTogether(orders: NewOrder[]): Promise<(DeliveryReceipt | Promise<DeliveryReceipt>)[]> {
    // The same order twice: the second is a repeat of the first, whatever becomes of it.
    const first = new Map<string, NewOrder>();
    for (const order of orders) {
      if (!first.has(order.data.sellerOrderId)) {
        first.set(order.data.sellerOrderId, order);
      }
    }
    let accepted: Map<string, boolean>;
    try {
      accepted = await this.assignment.accept([...first.values()]);
    } catch (error) {
      if (orders.length === 1 || isDatabaseUnavailable(error)) {
        throw error;
      }
      // One that PostgreSQL can not take spoils no other.
      return orders.map((order) => this.acceptTogether([order]).then(([receipt]) => receipt));
    }
    const waiting = orders.filter(({ id }) => accepted.get(id) === false);
    const known = orders.filter(({ id }) => !accepted.has(id));
    const tried = this.tryAgain(waiting).then(() => this.read(waiting));
    const repeated = this.read(known);
    return orders.map((order) => {
      const { id, data } = order;
      const { sellerOrderId } = data;
      if (accepted.get(id)) {
        return { deliveryId: id, sellerOrderId, state: 'ASSIGNED', sequence: 1, duplicate: false };
      }
      const duplicate = !accepted.has(id);
      return (duplicate ? repeated : tried).then((rows) =>
        toReceipt(order, rows.get(sellerOrderId)!, duplicate),
      );
    });
  }

  /** Somebody may have come free between our search and our commit, and has not seen these orders. */
  private async tryAgain(orders: readonly NewOrder[]): Promise<void> {
    for (const { id, data } of orders) {
      const { correlationId, sellerOrderId } = data;
      this.logger.info('Seller order accepted', { correlationId, deliveryId: id, sellerOrderId });
    }
    await this.assignment.assign(orders.map(toWaiting), matchNearest);
  }

  /** How the deliveries of orders stand now, by seller order. */
  private async read(orders: readonly NewOrder[]): Promise<Map<string, Row>> {
    const ids = orders.map(({ data }) => data.sellerOrderId);
    const rows = ids.length > 0 ? await runPrepared<Row>(this.dataSource, READ_RECEIPTS, [ids]) : [];
    return new Map(rows.map((row) => [row.sellerOrderId, row]));
  }
}

function toReceipt(order: NewOrder, row: Row, duplicate: boolean): DeliveryReceipt {
  const { fingerprint: stored, ...receipt } = row;
  if (stored !== null && stored !== order.fingerprint) {
    throw new DispatchError(
      'idempotency_conflict',
      `Seller order ${row.sellerOrderId} was accepted with other contents`,
      { details: { deliveryId: row.deliveryId, state: row.state } },
    );
  }
  return { ...receipt, duplicate };
}
