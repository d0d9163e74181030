import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { prepared } from '../database/prepared-statement';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../logging/create-logger';
import { Metrics } from '../metrics/metrics';
import { AvailabilityService } from '../redis/availability.service';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import { FirstTellings } from '../webhooks/first-tellings';
import { toLeasedEvent, type TellableRow } from './assigned-event';
import { INDEX_ERROR_METRES, type Candidate } from './candidate';
import { ClaimedLately } from './claimed-lately';
import type { Proposal } from './match-nearest';
import type { SearchedOrder } from './new-order';
import { decisionOf, type Search } from './search';

const CLAIM_DRIVERS = prepared('claim-drivers.sql');
const ACCEPT_ORDERS = prepared('accept-orders.sql');

/** Metres by which PostgreSQL's location of a moving driver may lag behind the index's. */
const LOCATION_LAG_METRES = 1_000;

/** Metres that lead from any place on Earth to any other. */
const ANYWHERE_METRES = 20_100_000;

/** A driver who has become BUSY with a claim. */
export type ClaimedDriverRow = Omit<DriverAvailabilityRow, 'id' | 'lat' | 'lon' | 'locationAt'> & {
  driverId: string;
};

type AnnouncedRow = ClaimedDriverRow & { deliveryId: string; distanceMetres: number };

type ClaimedRow = AnnouncedRow & TellableRow;

/** An order that is new has a driver, or none yet. */
type AcceptedRow = ClaimedRow | { deliveryId: string; driverId: null };

/** What has become of orders that were to be stored. */
export interface Acceptance {
  /**
   * Of the orders that are new, by the id of the delivery, whether it has a driver; who has none is to be tried again,
   * as somebody may have come free before the order could be seen.
   */
  assigned: Map<string, boolean>;
  /** Ends when the index knows who is BUSY now; nobody is to be answered before. Never fails. */
  published: Promise<void>;
}

/**
 * Claims drivers for deliveries: PostgreSQL decides, each pair wholly or not at all, and whoever has become BUSY leaves
 * the index before anybody hears of it.
 */
@Injectable()
export class DriverClaims {
  constructor(
    private readonly statements: StatementRunner,
    private readonly availability: AvailabilityService,
    private readonly metrics: Metrics,
    private readonly lately: ClaimedLately,
    private readonly tellings: FirstTellings,
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
    const searches = byDelivery(open);
    const claimed = await this.statements.run<ClaimedRow>(CLAIM_DRIVERS, [
      proposals.map(({ deliveryId }) => deliveryId),
      proposals.map(({ candidate }) => candidate.driverId),
      proposals.map(({ candidate }) => candidate.distanceMetres),
      proposals.map(({ deliveryId }) => JSON.stringify(decisionOf(searches.get(deliveryId)!))),
      ...this.bounds(lagMetres),
      ...indexedPlaces(proposals.map(({ candidate }) => candidate)),
      this.tellings.leaseFor(proposals.length),
    ]);
    await this.tellAll(claimed, searches, proposals);
    return claimed.map(({ deliveryId }) => deliveryId);
  }

  /**
   * Stores orders, each with the driver proposed for it if that driver is to be had.
   *
   * @param searched none twice
   */
  async accept(searched: readonly SearchedOrder[], proposals: readonly Proposal[]): Promise<Acceptance> {
    const orders = searched.map(({ order }) => order);
    const proposed = new Map(proposals.map(({ deliveryId, candidate }) => [deliveryId, candidate]));
    const candidates = orders.map(({ id }) => proposed.get(id));
    const rows = await this.statements.run<AcceptedRow>(ACCEPT_ORDERS, [
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
      searched.map(({ search }) => JSON.stringify(decisionOf(search))),
      ...indexedPlaces(candidates),
      ...this.bounds(),
      this.tellings.leaseFor(proposals.length),
      orders.map(({ heldUntil }) => heldUntil ?? null),
    ]);
    const claimed = rows.filter((row): row is ClaimedRow => row.driverId !== null);
    const searches = byDelivery(searched.map(({ search }) => search));
    return {
      assigned: new Map(rows.map(({ deliveryId, driverId }) => [deliveryId, driverId !== null])),
      published: this.tellAll(claimed, searches, proposals),
    };
  }

  /** What follows from a claim that another transaction has made. Never fails. */
  announce(search: Search, candidate: Candidate, claimed: ClaimedDriverRow): Promise<void> {
    const { deliveryId } = search;
    const row = { ...claimed, deliveryId, distanceMetres: candidate.distanceMetres };
    return this.tell([row], byDelivery([search]), [{ deliveryId, candidate }]);
  }

  private bounds(lagMetres = LOCATION_LAG_METRES): number[] {
    return [this.configuration.heartbeat.ttlSeconds, lagMetres, INDEX_ERROR_METRES];
  }

  /** What follows from claims that are the caller's own: the index first, then Vendure. Never fails. */
  private async tellAll(
    claimed: readonly ClaimedRow[],
    searches: Map<string, Search>,
    proposals: readonly Proposal[],
  ): Promise<void> {
    await this.tell(claimed, searches, proposals);
    this.tellings.tell(claimed.map(toLeasedEvent).filter((event) => event !== undefined));
  }

  private async tell(
    claimed: readonly AnnouncedRow[],
    searches: Map<string, Search>,
    proposals: readonly Proposal[],
  ): Promise<void> {
    const taken = new Set(claimed.map(({ driverId }) => driverId));
    this.lately.add(
      proposals.map(({ candidate }) => candidate).filter(({ driverId }) => taken.has(driverId)),
    );
    await this.availability.publish(
      claimed.map((row) =>
        toAvailability({ ...row, id: row.driverId, lat: null, lon: null, locationAt: null }),
      ),
    );
    for (const { deliveryId, driverId, distanceMetres } of claimed) {
      const { submissionKey, source } = searches.get(deliveryId)!;
      this.metrics.assignments.inc({ source });
      this.logger.info('Delivery assigned', {
        ...{ submissionKey, deliveryId, driverId, source },
        distanceMetres: Math.round(distanceMetres),
      });
    }
  }
}

function byDelivery(open: readonly Search[]): Map<string, Search> {
  return new Map(open.map((search) => [search.deliveryId, search]));
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
