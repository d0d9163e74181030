import { randomUUID } from 'node:crypto';
import {
  DispatchError,
  identityOf,
  isSameDelivery,
  type DeliveryIdentity,
  type DeliveryReceipt,
  type SellerOrder,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { AssignmentService } from '../assignment/assignment.service';
import { matchNearest } from '../assignment/match-nearest';
import { toWaiting, unsearched, type NewOrder, type SearchedOrder } from '../assignment/new-order';
import { eachOnItsOwnMerits } from '../batching/each-on-its-own-merits';
import { NaturalBatches } from '../batching/natural-batches';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { isDatabaseUnavailable } from '../database/database-error';
import { prepared } from '../database/prepared-statement';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../logging/create-logger';
import { fingerprint } from './fingerprint';
import { heldUntil } from './held-until';
import { searchRadiusOf } from './search-radius';

const READ_RECEIPTS = prepared('read-receipts.sql');

/** How many orders are searched for, or accepted, together: more would hold the first ones up. */
const BATCH = 128;

type Row = Omit<DeliveryReceipt, 'duplicate'> & DeliveryIdentity & { fingerprint: string | null };

/**
 * Accepts seller orders, each submission key once, and assigns them at once, those together that arrive while others are being
 * stored. While a batch is being stored the next one is searched for.
 */
@Injectable()
export class AcceptanceService {
  // Who waits behind a PostgreSQL that is away is refused with those in front, rather than left hanging.
  private readonly searches = new NaturalBatches<NewOrder, SearchedOrder>(
    eachOnItsOwnMerits((orders) => this.assignment.search(orders)),
    { atMost: BATCH, endsAll: isDatabaseUnavailable },
  );
  private readonly stores = new NaturalBatches<SearchedOrder, DeliveryReceipt>(
    eachOnItsOwnMerits((orders) => this.acceptTogether(orders)),
    { atMost: BATCH, endsAll: isDatabaseUnavailable },
  );

  /** Ends when the index knows of every driver who has become BUSY here. */
  private published = Promise.resolve();

  constructor(
    private readonly statements: StatementRunner,
    private readonly assignment: AssignmentService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** @throws DispatchError `idempotency_conflict` when the submission key was accepted with other contents */
  async accept(data: SellerOrder): Promise<DeliveryReceipt> {
    const { assignment } = this.configuration;
    const order = {
      id: randomUUID(),
      data,
      fingerprint: fingerprint(data),
      searchRadiusMetres: searchRadiusOf(data, assignment),
      heldUntil: heldUntil(data.pickup, assignment.leadTimeSeconds),
    };
    return this.stores.add(order.heldUntil ? unsearched(order) : await this.searches.add(order));
  }

  private async acceptTogether(
    searched: SearchedOrder[],
  ): Promise<(DeliveryReceipt | Promise<DeliveryReceipt>)[]> {
    const orders = searched.map(({ order }) => order);
    // The same order twice: the second is a repeat of the first, whatever becomes of it.
    const first = new Map<string, SearchedOrder>();
    for (const each of searched) {
      if (!first.has(each.order.data.submissionKey)) {
        first.set(each.order.data.submissionKey, each);
      }
    }
    const { assigned, published } = await this.assignment.accept([...first.values()]);
    // An order that comes again may be told of the driver who has it since the batch before.
    this.published = this.published.then(() => published);
    const waiting = orders.filter(({ id }) => assigned.get(id) === false);
    const known = orders.filter(({ id }) => !assigned.has(id));
    const tried = this.tryAgain(waiting).then(() => this.read(waiting));
    const repeated = this.published.then(() => this.read(known));
    return orders.map((order) => {
      const { id, data } = order;
      const { submissionKey } = data;
      if (assigned.get(id)) {
        const receipt = {
          deliveryId: id,
          submissionKey,
          state: 'ASSIGNED',
          sequence: 1,
          duplicate: false,
        } as const;
        return published.then(() => receipt);
      }
      const duplicate = !assigned.has(id);
      return (duplicate ? repeated : tried).then((rows) =>
        toReceipt(order, rows.get(submissionKey)!, duplicate),
      );
    });
  }

  /** Somebody may have come free between our search and our commit, and has not seen these orders. */
  private async tryAgain(orders: readonly NewOrder[]): Promise<void> {
    for (const { id, data } of orders) {
      this.logger.info('Seller order accepted', { deliveryId: id, ...identityOf(data) });
    }
    const wanted = orders.filter((order) => order.heldUntil === undefined);
    await this.assignment.assign(wanted.map(toWaiting), matchNearest);
  }

  /** The deliveries of orders as they are now, by submission key. */
  private async read(orders: readonly NewOrder[]): Promise<Map<string, Row>> {
    const ids = orders.map(({ data }) => data.submissionKey);
    const rows = ids.length > 0 ? await this.statements.run<Row>(READ_RECEIPTS, [ids]) : [];
    return new Map(rows.map((row) => [row.submissionKey, row]));
  }
}

function toReceipt(order: NewOrder, row: Row, duplicate: boolean): DeliveryReceipt {
  const { deliveryId, submissionKey, state, sequence, heldUntil, fingerprint: stored } = row;
  const same = stored === null ? isSameDelivery(row, order.data) : stored === order.fingerprint;
  if (!same) {
    throw new DispatchError(
      'idempotency_conflict',
      `Submission key ${submissionKey} was accepted with other contents`,
      { details: { deliveryId, state, ...identityOf(row) } },
    );
  }
  return { deliveryId, submissionKey, state, sequence, duplicate, ...(heldUntil && { heldUntil }) };
}
