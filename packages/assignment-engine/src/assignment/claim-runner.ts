import type { DriverTraits } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { StatementRunner, type HotStatement } from '../database/statement-runner';
import type { EngineLogger } from '../observability/create-logger';
import { Metrics } from '../observability/metrics';
import { OutboxDispatcher } from '../outbox/outbox-dispatcher';
import { AvailabilityService } from '../redis/availability.service';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import { toLeasedEvent, type AssignedEventRow } from './assigned-event';
import { INDEX_ERROR_METRES, type Candidate } from './candidate';
import type { Search } from './search';

/** Metres by which a moving driver's location in PostgreSQL may lag behind the index. */
const LOCATION_LAG_METRES = 1_000;

/** Fields that the index does not have of a BUSY driver. */
const NOT_INDEXED = {
  lat: null,
  lon: null,
  locationAt: null,
  vehicleKind: null,
  tags: [],
  loadCapacityGrams: null,
};

/** A driver who became BUSY by a claim. */
export type ClaimedDriverRow = Omit<
  DriverAvailabilityRow,
  'id' | 'lat' | 'lon' | 'locationAt' | keyof DriverTraits
> & {
  driverId: string;
};

type AssignedRow = ClaimedDriverRow & {
  deliveryId: string;
  submissionKey: string;
  distanceMetres: number;
  /** End of the offer; null or absent for an assignment. */
  offerEndsAt?: Date | null;
  /** Source of the candidates of an accepted offer. */
  source?: Search['source'];
};

type SourceOf = (claimed: AssignedRow) => Search['source'];

type ClaimedRow = AssignedRow & AssignedEventRow;

/**
 * The outcome of a claim for a delivery: with the driver, who is assigned or has an offer, or with a null driver if the claim
 * failed.
 */
export type ClaimOutcome = ClaimedRow | { deliveryId: string; driverId: null; isNew?: boolean };

/**
 * Runs statements that claim drivers. PostgreSQL decides; each pair is claimed completely or not at all. After the commit
 * the removal of the claimed drivers is sent to Redis, before any later search and before the caller's response. Nothing
 * waits for the reply of Redis: without a reply within the Redis timeout the removal counts as missed, and the index is not
 * searched until the removal is repeated.
 */
@Injectable()
export class ClaimRunner {
  constructor(
    private readonly statements: StatementRunner,
    private readonly availability: AvailabilityService,
    private readonly metrics: Metrics,
    private readonly outbox: OutboxDispatcher,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Runs a claim, removes the claimed drivers from the index, then sends the events that this process has leased.
   *
   * @param sourceOf the source of a delivery's candidates
   */
  async run(file: HotStatement, values: unknown[], sourceOf: SourceOf): Promise<ClaimOutcome[]> {
    const outcomes = await this.statements.run<ClaimOutcome>(file, values);
    const claimed = outcomes.filter(isClaimed);
    this.publish(claimed, sourceOf);
    const assigned = claimed.filter(({ offerEndsAt = null }) => offerEndsAt === null);
    this.outbox.send(assigned.map(toLeasedEvent).filter((event) => event !== undefined));
    return outcomes;
  }

  /**
   * Three parameters of a claim: the heartbeat's time to live in seconds, the metres by which a driver may be farther away
   * than the delivery's search radius, and the maximum error of a location in the index in metres.
   */
  limits(lagMetres = LOCATION_LAG_METRES): number[] {
    return [this.configuration.heartbeat.ttlSeconds, lagMetres, INDEX_ERROR_METRES];
  }

  /** Seconds of the lease for the events of a claim; null if this process can't send that many now. */
  leaseFor(claims: number): number | null {
    return this.outbox.leaseFor(claims);
  }

  /** Publishes a claim that another transaction has committed. */
  publishClaim(search: Search, candidate: Candidate, claimed: ClaimedDriverRow): void {
    const { deliveryId, submissionKey, source } = search;
    const row = { ...claimed, deliveryId, submissionKey, distanceMetres: candidate.distanceMetres };
    this.publish([row], () => source);
  }

  /** Updates the index, metrics and log. */
  private publish(claimed: readonly AssignedRow[], sourceOf: SourceOf): void {
    void this.availability.publish(
      claimed.map((row) => toAvailability({ ...row, id: row.driverId, ...NOT_INDEXED })),
    );
    for (const row of claimed) {
      const { deliveryId, submissionKey, driverId, distanceMetres, offerEndsAt = null } = row;
      const source = sourceOf(row);
      if (offerEndsAt === null) {
        this.metrics.assignments.inc({ source });
      }
      this.logger.info(offerEndsAt === null ? 'Delivery assigned' : 'Delivery offered', {
        submissionKey,
        deliveryId,
        driverId,
        source,
        distanceMetres: Math.round(distanceMetres),
      });
    }
  }
}

export function isClaimed(outcome: ClaimOutcome): outcome is ClaimedRow {
  return outcome.driverId !== null;
}
