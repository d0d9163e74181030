import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import type { EngineLogger } from '../logging/create-logger';
import { Metrics } from '../metrics/metrics';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import { AvailabilityService } from '../redis/availability.service';
import { INDEX_ERROR_METRES, isMisplaced, type Candidate, type CandidateSearch } from './candidate';
import { matchNearest, type Proposal } from './match-nearest';
import { PostgresCandidateSource } from './postgres-candidate-source';
import { RedisCandidateSource } from './redis-candidate-source';
import { RefusedDriverService } from './refused-driver.service';

const CLAIM_DRIVERS = sql('claim-drivers.sql');

/** How many of the ranked candidates a decision's record names. */
const CANDIDATES_ON_RECORD = 5;

/** Metres by which PostgreSQL's location of a moving driver may lag behind the index's. */
const LOCATION_LAG_METRES = 1_000;

/** How often, and after how many ms, a driver is asked for again whose row was only locked for a moment. */
const LOCKED_RETRIES = 5;
const LOCKED_PAUSE_MS = 15;

/** A delivery on its way to a driver. */
interface Search {
  deliveryId: string;
  correlationId: string;
  query: CandidateSearch;
  source: 'redis' | 'postgres';
  /** Undefined until the source was asked. */
  candidates: Candidate[] | undefined;
}

type ClaimedRow = Omit<DriverAvailabilityRow, 'id' | 'lat' | 'lon' | 'locationAt'> & {
  deliveryId: string;
  driverId: string;
  distanceMetres: number;
};

/**
 * Finds the nearest eligible driver for each delivery and claims the two for each other. Redis proposes,
 * PostgreSQL decides: whoever it refuses is passed over for the next, and when the index has nobody left
 * PostgreSQL is asked before a delivery is left waiting.
 */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly index: RedisCandidateSource,
    private readonly database: PostgresCandidateSource,
    private readonly availability: AvailabilityService,
    private readonly refused: RefusedDriverService,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Tries to assign waiting deliveries, each on its own merits, many at once.
   *
   * @param deliveries oldest first
   * @returns ids of those that have a driver now; the others wait on
   */
  async assign(deliveries: readonly DeliveryEntity[]): Promise<string[]> {
    const assigned: string[] = [];
    let open = deliveries.map(startSearch);
    for (let round = 0; open.length > 0; round++) {
      await this.findCandidates(open);
      const proposals = matchNearest(
        open.map(({ deliveryId, candidates = [] }) => ({ deliveryId, candidates })),
      );
      const claimed = await this.claim(open, proposals);
      assigned.push(...claimed);
      open = await this.goOn(open, proposals, new Set(claimed), round < LOCKED_RETRIES);
    }
    return assigned;
  }

  private async findCandidates(open: Search[]): Promise<void> {
    const unasked = open.filter(({ candidates }) => candidates === undefined);
    const byIndex = unasked.filter(({ source }) => source === 'redis');
    const found = await this.index.find(byIndex.map(({ query }) => query));
    byIndex.forEach((search, i) => {
      search.candidates = found[i];
      search.source = found[i] ? 'redis' : 'postgres';
    });
    const byDatabase = unasked.filter(({ source }) => source === 'postgres');
    if (byDatabase.length > 0) {
      const lists = await this.database.find(byDatabase.map(({ query }) => query));
      byDatabase.forEach((search, i) => (search.candidates = lists[i]));
    }
  }

  private async claim(open: Search[], proposals: Proposal[]): Promise<string[]> {
    if (proposals.length === 0) {
      return [];
    }
    const searches = new Map(open.map((search) => [search.deliveryId, search]));
    const rows = await this.dataSource.query<ClaimedRow[]>(CLAIM_DRIVERS, [
      proposals.map(({ deliveryId }) => deliveryId),
      proposals.map(({ candidate }) => candidate.driverId),
      proposals.map(({ candidate }) => candidate.distanceMetres),
      proposals.map(({ deliveryId }) => JSON.stringify(decisionOf(searches.get(deliveryId)!))),
      ...[this.configuration.heartbeat.ttlSeconds, LOCATION_LAG_METRES, INDEX_ERROR_METRES],
      proposals.map(({ candidate }) => candidate.indexed?.point.lat ?? null),
      proposals.map(({ candidate }) => candidate.indexed?.point.lon ?? null),
      proposals.map(({ candidate }) => candidate.indexed && new Date(candidate.indexed.locatedAt)),
    ]);
    await this.availability.publish(
      rows.map((row) => toAvailability({ ...row, id: row.driverId, lat: null, lon: null, locationAt: null })),
    );
    for (const { deliveryId, driverId, distanceMetres } of rows) {
      const { correlationId, source } = searches.get(deliveryId)!;
      this.metrics.assignments.inc({ source });
      this.logger.info('Delivery assigned', {
        ...{ correlationId, deliveryId, driverId, source },
        distanceMetres: Math.round(distanceMetres),
      });
    }
    return rows.map(({ deliveryId }) => deliveryId);
  }

  /**
   * What is left to do: refused drivers are struck off; a list that ran out, or was ranked by places that are not
   * true, is asked for anew.
   *
   * @param patient whether a driver who is free, and whose row was only locked, is asked for once more: a location
   * was being stored, or another claim is about to tell
   */
  private async goOn(
    open: Search[],
    proposals: Proposal[],
    claimed: Set<string>,
    patient: boolean,
  ): Promise<Search[]> {
    const refusals = proposals.filter(({ deliveryId }) => !claimed.has(deliveryId));
    const free = await this.refused.review(refusals.map(({ candidate }) => candidate.driverId));
    const misplaced = new Set(
      refusals
        .map(({ candidate }) => candidate)
        .filter((candidate) => isMisplaced(candidate, free.get(candidate.driverId)))
        .map(({ driverId }) => driverId),
    );
    if (patient && free.size > misplaced.size) {
      await sleep(LOCKED_PAUSE_MS);
    }
    const keep = patient ? new Set(free.keys()) : misplaced;
    const struck = new Set(
      proposals.map(({ candidate }) => candidate.driverId).filter((driverId) => !keep.has(driverId)),
    );
    const refusedTo = new Map(refusals.map(({ deliveryId, candidate }) => [deliveryId, candidate.driverId]));
    const left: Search[] = [];
    for (const search of open.filter(({ deliveryId }) => !claimed.has(deliveryId))) {
      const refused = refusedTo.get(search.deliveryId);
      if (refused && misplaced.has(refused)) {
        // Who is nearest was judged by a place that is not true.
        left.push({ ...search, source: 'postgres', candidates: undefined });
        continue;
      }
      if (refused && struck.has(refused)) {
        search.query.without.add(refused);
      }
      const before = search.candidates ?? [];
      search.candidates = before.filter(({ driverId }) => !struck.has(driverId));
      if (search.candidates.length > 0) {
        left.push(search);
      } else if (search.source === 'redis' || before.length > 0) {
        // The list ran out, yet somebody may stand behind its last. PostgreSQL knows.
        left.push({ ...search, source: 'postgres', candidates: undefined });
      }
    }
    return this.stillWaiting(left);
  }

  /** Drops deliveries that were cancelled, or assigned by another engine, in the meantime. */
  private async stillWaiting(searches: Search[]): Promise<Search[]> {
    if (searches.length === 0) {
      return [];
    }
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM driver_dispatch.deliveries WHERE id = ANY ($1) AND state = 'PENDING'`,
      [searches.map(({ deliveryId }) => deliveryId)],
    );
    const waiting = new Set(rows.map(({ id }) => id));
    return searches.filter(({ deliveryId }) => waiting.has(deliveryId));
  }
}

function startSearch(delivery: DeliveryEntity): Search {
  return {
    deliveryId: delivery.id,
    correlationId: delivery.correlationId,
    query: {
      point: delivery.pickup!.point,
      radiusMetres: delivery.searchRadiusMetres!,
      channelId: delivery.channelId,
      without: new Set(),
    },
    source: 'redis',
    candidates: undefined,
  };
}

/** The record that explains the choice: who was nearest, from which source, who was refused. */
function decisionOf({ source, candidates = [], query }: Search) {
  return {
    source,
    refused: [...query.without],
    candidates: candidates.slice(0, CANDIDATES_ON_RECORD).map(({ driverId, distanceMetres }) => ({
      driverId,
      distanceMetres: Math.round(distanceMetres),
    })),
  };
}
