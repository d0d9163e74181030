import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../logging/create-logger';
import { Metrics } from '../metrics/metrics';
import { AvailabilityService } from '../redis/availability.service';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import { OutboxDispatcher } from '../outbox/outbox-dispatcher';
import { toLeasedEvent, type AssignedEventRow } from './assigned-event';
import { INDEX_ERROR_METRES, type Candidate } from './candidate';
import type { Proposal } from './match-nearest';
import type { NewOrder } from './new-order';
import { decisionOf, type Search } from './search';

/** Metres by which PostgreSQL's location of a moving driver may lag behind the index's. */
const LOCATION_LAG_METRES = 1_000;

/** Metres that lead from any place on Earth to any other. */
const ANYWHERE_METRES = 20_100_000;

/** A driver who has become BUSY with a claim. */
export type ClaimedDriverRow = Omit<DriverAvailabilityRow, 'id' | 'lat' | 'lon' | 'locationAt'> & {
  driverId: string;
};

type AnnouncedRow = ClaimedDriverRow & { deliveryId: string; submissionKey: string; distanceMetres: number };

type SourceOf = (deliveryId: string) => Search['source'];

type ClaimedRow = AnnouncedRow & AssignedEventRow;

/** A delivery that was to have a driver: with its driver, or without if the claim failed. */
type Outcome = ClaimedRow | { deliveryId: string; driverId: null; isNew?: boolean };

/**
 * Claims drivers for deliveries: PostgreSQL decides, each pair wholly or not at all. At the commit the removal of the
 * claimed drivers is on its way to Redis, before any later search and before the caller's response. Nothing waits for
 * Redis' answer: a removal that is not answered within Redis' timeout counts as missed, and the index is not searched
 * until it is repeated.
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
   * Claims a driver whom a person has chosen for a waiting delivery, however far away the driver is.
   *
   * @returns whether PostgreSQL has let it be
   */
  async claimChosen(search: Search, candidate: Candidate): Promise<boolean> {
    const proposals = [{ deliveryId: search.deliveryId, candidate }];
    return (await this.claim([search], proposals, ANYWHERE_METRES)).length > 0;
  }

  /**
   * @param lagMetres by which a driver may be farther away than the delivery's radius
   * @returns ids of the waiting deliveries that have the proposed driver now
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
    const outcomes = await this.statements.run<Outcome>('claim-drivers.sql', [
      proposals.map(({ deliveryId }) => deliveryId),
      proposals.map(({ candidate }) => candidate.driverId),
      proposals.map(({ candidate }) => candidate.distanceMetres),
      proposals.map(({ deliveryId }) => JSON.stringify(decisionOf(searches.get(deliveryId)!))),
      ...this.bounds(lagMetres),
      ...indexedPlaces(proposals.map(({ candidate }) => candidate)),
      this.outbox.leaseFor(proposals.length),
      [], [],
    ]);
    const claimed = outcomes.filter(isClaimed);
    this.tellAll(claimed, (deliveryId) => searches.get(deliveryId)!.source);
    return claimed.map(({ deliveryId }) => deliveryId);
  }

  /**
   * Finds and claims waiting deliveries for drivers who have become free, oldest first.
   *
   * @param without deliveries that are not tried
   * @returns the drivers who have a delivery now, the deliveries that could not be claimed, and those that have waited for less
   * than a second, which are not claimed
   */
  async claimOldest(
    driverIds: readonly string[],
    without: readonly string[],
  ): Promise<{ driverIds: string[]; lost: string[]; isNew: string[] }> {
    const outcomes = await this.statements.run<Outcome>('claim-drivers.sql', [
      [], [], [], [],
      ...this.bounds(),
      [], [], [],
      this.outbox.leaseFor(driverIds.length),
      driverIds, without,
    ]);
    const claimed = outcomes.filter(isClaimed);
    this.tellAll(claimed, () => 'postgres');
    const left = outcomes.filter((outcome) => !isClaimed(outcome));
    const idsOf = (some: Outcome[]) => some.map(({ deliveryId }) => deliveryId);
    return {
      driverIds: claimed.map(({ driverId }) => driverId),
      lost: idsOf(left.filter((outcome) => !outcome.isNew)),
      isNew: idsOf(left.filter((outcome) => outcome.isNew)),
    };
  }

  /**
   * Stores orders, each with the driver proposed for it if that driver can be claimed.
   *
   * @param orders none twice
   * @param searches one for each order
   * @returns of the orders that are new, by the delivery's id, whether it has a driver
   */
  async accept(
    orders: readonly NewOrder[],
    searches: readonly Search[],
    proposals: readonly Proposal[],
  ): Promise<Map<string, boolean>> {
    const proposed = new Map(proposals.map(({ deliveryId, candidate }) => [deliveryId, candidate]));
    const candidates = orders.map(({ id }) => proposed.get(id));
    const rows = await this.statements.run<Outcome>('accept-orders.sql', [
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
      searches.map((search) => JSON.stringify(decisionOf(search))),
      ...indexedPlaces(candidates),
      ...this.bounds(),
      this.outbox.leaseFor(proposals.length),
      orders.map(({ heldUntil }) => heldUntil ?? null),
    ]);
    const sources = new Map(searches.map(({ deliveryId, source }) => [deliveryId, source]));
    this.tellAll(rows.filter(isClaimed), (deliveryId) => sources.get(deliveryId)!);
    return new Map(rows.map(({ deliveryId, driverId }) => [deliveryId, driverId !== null]));
  }

  /** What follows from a claim that another transaction has made. */
  announce(search: Search, candidate: Candidate, claimed: ClaimedDriverRow): void {
    const { deliveryId, submissionKey, source } = search;
    const row = { ...claimed, deliveryId, submissionKey, distanceMetres: candidate.distanceMetres };
    this.tell([row], () => source);
  }

  private bounds(lagMetres = LOCATION_LAG_METRES): number[] {
    return [this.configuration.heartbeat.ttlSeconds, lagMetres, INDEX_ERROR_METRES];
  }

  /** What follows from claims that are the caller's own: the index first, then Vendure. */
  private tellAll(claimed: readonly ClaimedRow[], sourceOf: SourceOf): void {
    this.tell(claimed, sourceOf);
    this.outbox.send(claimed.map(toLeasedEvent).filter((event) => event !== undefined));
  }

  private tell(claimed: readonly AnnouncedRow[], sourceOf: SourceOf): void {
    void this.availability.publish(
      claimed.map((row) =>
        toAvailability({ ...row, id: row.driverId, lat: null, lon: null, locationAt: null }),
      ),
    );
    for (const { deliveryId, submissionKey, driverId, distanceMetres } of claimed) {
      const source = sourceOf(deliveryId);
      this.metrics.assignments.inc({ source });
      this.logger.info('Delivery assigned', {
        submissionKey, deliveryId, driverId, source,
        distanceMetres: Math.round(distanceMetres),
      });
    }
  }
}

function isClaimed(outcome: Outcome): outcome is ClaimedRow {
  return outcome.driverId !== null;
}

/** Latitudes, longitudes and times of where the index has candidates, as columns. */
function indexedPlaces(candidates: readonly (Candidate | undefined)[]) {
  const places = candidates.map((candidate) => candidate?.indexed);
  return [
    places.map((place) => place?.point.lat ?? null),
    places.map((place) => place?.point.lon ?? null),
    places.map((place) => place && new Date(place.locatedAt)),
  ];
}
