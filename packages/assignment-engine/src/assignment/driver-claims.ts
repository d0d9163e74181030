import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../observability/create-logger';
import { Metrics } from '../observability/metrics';
import { AvailabilityService } from '../redis/availability.service';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import { OutboxDispatcher } from '../outbox/outbox-dispatcher';
import { toLeasedEvent, type AssignedEventRow } from './assigned-event';
import { INDEX_ERROR_METRES, type Candidate } from './candidate';
import type { Proposal } from './match-nearest';
import type { NewOrder } from '../orders/new-order';
import { getDecision, type Search } from './search';

/** Metres by which a moving driver's location in PostgreSQL may lag behind the index. */
const LOCATION_LAG_METRES = 1_000;

/** Longer than any distance on Earth, in metres. */
const ANYWHERE_METRES = 20_100_000;

/** A driver who became BUSY by a claim. */
export type ClaimedDriverRow = Omit<DriverAvailabilityRow, 'id' | 'lat' | 'lon' | 'locationAt'> & {
  driverId: string;
};

type AssignedRow = ClaimedDriverRow & { deliveryId: string; submissionKey: string; distanceMetres: number };

type SourceOf = (deliveryId: string) => Search['source'];

type ClaimedRow = AssignedRow & AssignedEventRow;

/** The outcome of a claim for a delivery: with the driver, or with a null driver if the claim failed. */
type Outcome = ClaimedRow | { deliveryId: string; driverId: null; isNew?: boolean };

/**
 * Claims drivers for deliveries. PostgreSQL decides; each pair is claimed completely or not at all. After the commit the
 * removal of the claimed drivers is sent to Redis, before any later search and before the caller's response. Nothing waits
 * for the reply of Redis: without a reply within the Redis timeout the removal counts as missed, and the index is not
 * searched until the removal is repeated.
 */
@Injectable()
export class DriverClaims {
  constructor(
    private readonly statements: StatementRunner,
    private readonly availability: AvailabilityService,
    private readonly metrics: Metrics,
    private readonly outbox: OutboxDispatcher,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Claims a driver chosen by an operator for a waiting delivery, at any distance.
   *
   * @returns whether the claim succeeded
   */
  async claimChosen(search: Search, candidate: Candidate): Promise<boolean> {
    const proposals = [{ deliveryId: search.deliveryId, candidate }];
    return (await this.claim([search], proposals, ANYWHERE_METRES)).length > 0;
  }

  /**
   * Claims the proposed drivers for waiting deliveries.
   *
   * @param lagMetres metres by which a driver may be farther away than the delivery's search radius
   * @returns ids of the deliveries whose claim succeeded
   */
  async claim(
    open: readonly Search[],
    proposals: readonly Proposal[],
    lagMetres = LOCATION_LAG_METRES,
  ): Promise<string[]> {
    if (proposals.length === 0) {
      return [];
    }
    const searches = new Map(open.map((search) => [search.deliveryId, search]));
    const outcomes = await this.statements.run<Outcome>('assignment/claim-drivers.sql', [
      proposals.map(({ deliveryId }) => deliveryId),
      proposals.map(({ candidate }) => candidate.driverId),
      proposals.map(({ candidate }) => candidate.distanceMetres),
      proposals.map(({ deliveryId }) => JSON.stringify(getDecision(searches.get(deliveryId)!))),
      ...this.bounds(lagMetres),
      ...indexedLocations(proposals.map(({ candidate }) => candidate)),
      this.outbox.leaseFor(proposals.length),
      [],
      [],
    ]);
    const claimed = outcomes.filter(isClaimed);
    this.publishAndSend(claimed, (deliveryId) => searches.get(deliveryId)!.source);
    return claimed.map(({ deliveryId }) => deliveryId);
  }

  /**
   * Finds and claims waiting deliveries for available drivers, oldest delivery first.
   *
   * @param excluded deliveries to skip
   * @returns the drivers who have a delivery now, the deliveries whose claim failed, and the deliveries that have waited for
   * less than a second, which are not claimed
   */
  async claimOldest(
    driverIds: readonly string[],
    excluded: readonly string[],
  ): Promise<{ driverIds: string[]; failed: string[]; isNew: string[] }> {
    const outcomes = await this.statements.run<Outcome>('assignment/claim-drivers.sql', [
      [],
      [],
      [],
      [],
      ...this.bounds(),
      [],
      [],
      [],
      this.outbox.leaseFor(driverIds.length),
      driverIds,
      excluded,
    ]);
    const claimed = outcomes.filter(isClaimed);
    this.publishAndSend(claimed, () => 'postgres');
    const unclaimed = outcomes.filter((outcome) => !isClaimed(outcome));
    const getIds = (some: Outcome[]) => some.map(({ deliveryId }) => deliveryId);
    return {
      driverIds: claimed.map(({ driverId }) => driverId),
      failed: getIds(unclaimed.filter((outcome) => !outcome.isNew)),
      isNew: getIds(unclaimed.filter((outcome) => outcome.isNew)),
    };
  }

  /**
   * Stores orders, each with its proposed driver if the claim succeeds.
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
    const rows = await this.statements.run<Outcome>('orders/accept-orders.sql', [
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
      ...this.bounds(),
      this.outbox.leaseFor(proposals.length),
      orders.map(({ heldUntil }) => heldUntil ?? null),
    ]);
    const sources = new Map(searches.map(({ deliveryId, source }) => [deliveryId, source]));
    this.publishAndSend(rows.filter(isClaimed), (deliveryId) => sources.get(deliveryId)!);
    return new Map(rows.map(({ deliveryId, driverId }) => [deliveryId, driverId !== null]));
  }

  /** Publishes a claim that another transaction has committed. */
  publishClaim(search: Search, candidate: Candidate, claimed: ClaimedDriverRow): void {
    const { deliveryId, submissionKey, source } = search;
    const row = { ...claimed, deliveryId, submissionKey, distanceMetres: candidate.distanceMetres };
    this.publish([row], () => source);
  }

  private bounds(lagMetres = LOCATION_LAG_METRES): number[] {
    return [this.configuration.heartbeat.ttlSeconds, lagMetres, INDEX_ERROR_METRES];
  }

  /** Removes claimed drivers from the index, then sends the events that this process has leased. */
  private publishAndSend(claimed: readonly ClaimedRow[], sourceOf: SourceOf): void {
    this.publish(claimed, sourceOf);
    this.outbox.send(claimed.map(toLeasedEvent).filter((event) => event !== undefined));
  }

  /** Updates the index, metrics and log. */
  private publish(claimed: readonly AssignedRow[], sourceOf: SourceOf): void {
    void this.availability.publish(
      claimed.map((row) =>
        toAvailability({ ...row, id: row.driverId, lat: null, lon: null, locationAt: null }),
      ),
    );
    for (const { deliveryId, submissionKey, driverId, distanceMetres } of claimed) {
      const source = sourceOf(deliveryId);
      this.metrics.assignments.inc({ source });
      this.logger.info('Delivery assigned', {
        submissionKey,
        deliveryId,
        driverId,
        source,
        distanceMetres: Math.round(distanceMetres),
      });
    }
  }
}

function isClaimed(outcome: Outcome): outcome is ClaimedRow {
  return outcome.driverId !== null;
}

/** Latitudes, longitudes and times of the candidates' locations in the index, as columns. */
function indexedLocations(candidates: readonly (Candidate | undefined)[]) {
  const locations = candidates.map((candidate) => candidate?.indexed);
  return [
    locations.map((location) => location?.point.lat ?? null),
    locations.map((location) => location?.point.lon ?? null),
    locations.map((location) => location && new Date(location.locatedAt)),
  ];
}
