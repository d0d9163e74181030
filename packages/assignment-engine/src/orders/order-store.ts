import {
  DispatchError,
  getIdentity,
  isSameDelivery,
  type DeliveryIdentity,
  type DeliveryReceipt,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { indexedLocations } from '../assignment/candidate';
import { ClaimRunner } from '../assignment/claim-runner';
import type { Proposal } from '../assignment/match-nearest';
import { getDecision, type Search } from '../assignment/search';
import { LOGGER } from '../configuration/tokens';
import { DeliveryEntity } from '../database/delivery.entity';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../observability/create-logger';
import type { NewOrder } from './new-order';

/** The delivery of an order, with the fingerprint of the accepted contents; null for a cancelled order never received. */
export type StoredReceipt = Omit<DeliveryReceipt, 'duplicate'> &
  DeliveryIdentity & { fingerprint: string | null };

/** Stores orders as deliveries, and finds them by submission key. */
@Injectable()
export class OrderStore {
  constructor(
    private readonly claims: ClaimRunner,
    private readonly statements: StatementRunner,
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /**
   * Inserts a delivery for each new order, ASSIGNED to its proposed driver if the claim succeeds.
   *
   * @param orders unique
   * @param searches one per order
   * @returns for each new order, by delivery id, whether it has a driver
   */
  async accept(
    orders: readonly NewOrder[],
    searches: readonly Search[],
    proposals: readonly Proposal[],
  ): Promise<Map<string, boolean>> {
    const proposed = new Map(proposals.map(({ deliveryId, candidate }) => [deliveryId, candidate]));
    const candidates = orders.map(({ id }) => proposed.get(id));
    const sources = new Map(searches.map(({ deliveryId, source }) => [deliveryId, source]));
    const outcomes = await this.claims.run(
      'orders/accept-orders.sql',
      [
        orders.map(({ id }) => id),
        orders.map(({ data }) => data.sellerOrderId),
        orders.map(({ data }) => data.orderCode),
        orders.map(({ data }) => data.channelId),
        orders.map(({ data }) => data.sellerId ?? null),
        orders.map(({ data }) => data.submissionKey),
        orders.map(({ fingerprint }) => fingerprint),
        orders.map(({ data }) => JSON.stringify(data.pickup)),
        orders.map(({ data }) => JSON.stringify(data.dropoff)),
        orders.map(({ searchRadiusMetres }) => searchRadiusMetres),
        candidates.map((candidate) => candidate?.driverId ?? null),
        candidates.map((candidate) => candidate?.distanceMetres ?? null),
        searches.map((search) => JSON.stringify(getDecision(search))),
        ...indexedLocations(candidates),
        ...this.claims.limits(),
        this.claims.leaseFor(proposals.length),
        orders.map(({ heldUntil }) => heldUntil ?? null),
        orders.map(({ data }) => data.requirements && JSON.stringify(data.requirements)),
      ],
      ({ deliveryId }) => sources.get(deliveryId)!,
    );
    return new Map(outcomes.map(({ deliveryId, driverId }) => [deliveryId, driverId !== null]));
  }

  /** The current deliveries of orders, by submission key. */
  async read(orders: readonly NewOrder[]): Promise<Map<string, StoredReceipt>> {
    const keys = orders.map(({ data }) => data.submissionKey);
    const rows =
      keys.length > 0 ? await this.statements.run<StoredReceipt>('orders/read-receipts.sql', [keys]) : [];
    return new Map(rows.map((row) => [row.submissionKey, row]));
  }

  /** @throws DispatchError `not_found`, `identity_mismatch` if the submission key belongs to another order */
  async get(received: DeliveryIdentity): Promise<DeliveryEntity> {
    const { submissionKey } = received;
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { submissionKey });
    if (!delivery) {
      throw new DispatchError('not_found', `No delivery with submission key ${submissionKey}`);
    }
    if (!isSameDelivery(delivery, received)) {
      const identities = { stored: getIdentity(delivery), received: getIdentity(received) };
      this.logger.warn('Submission key belongs to another order', { deliveryId: delivery.id, ...identities });
      throw new DispatchError(
        'identity_mismatch',
        `Submission key ${submissionKey} belongs to another order`,
        { details: { deliveryId: delivery.id, ...identities } },
      );
    }
    return delivery;
  }
}
